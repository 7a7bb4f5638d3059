import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliProcess, runCli, startCli } from '../../harness/cli-process.ts'
import { progressBar } from './progress-bar.ts'

const free = ['start', '--port', '0', '--s3-port', '0', '--log', 'json']

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** Puts a file there and answers its path. */
async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, text)
  return path
}

const premiere = `
import { aCall, aPerson, aVideo, defineScenario } from 'stuntdouble/scenario'
const name: string = 'premiere.mp4'
export default defineScenario({
  description: 'A premiere',
  things: ({ faker }) => [
    aPerson('ada').named(faker.person.fullName()),
    aVideo(name).encodedWith('h264', 'webm'),
    aVideo().failing('EncodingError'),
    aCall('premiere').createdBy('ada').withMembers('john').heldFor('30m').recordedTo(),
  ],
})`

async function ready(double: CliProcess): Promise<string> {
  return String((await double.event('ready'))['url'])
}

describe('a scenario of one’s own', () => {
  test('in TypeScript, anywhere on the disk, is what main begins with', async () => {
    await using double = startCli([...free, '--scenario', await file('premiere.ts', premiere)])
    const url = await ready(double)
    const again = await fetch(`${url}/_stuntdouble/reset`, { method: 'POST' })
    expect(again.status).toBe(200)
    expect((await fetch(`${url}/_stuntdouble/ready`)).status).toBe(200)
  })

  test('is where a command runs that has a double of its own', async () => {
    const path = await file(
      'plain.json',
      JSON.stringify({ begins: 'empty', things: [{ a: 'storage', name: 'mine', bucket: 'mine' }] }),
    )
    const script = `fetch(process.env.AWS_ENDPOINT_URL_S3 + '/mine').then(({ status }) => console.log(status))`
    const result = await runCli(['exec', '--scenario', path, '--', process.execPath, '-e', script])
    // The bucket is there, and does not open without a signature.
    expect(result).toMatchObject({ status: 0, stdout: '403\n' })
  })

  test.each([
    [
      'misspelt.ts',
      premiere.replace('EncodingError', 'EncodingEror'),
      /things\.2\.failing: there is no "EncodingEror"; did you mean "EncodingError"\?/,
    ],
    [
      'no-preset.json',
      '{"things":[{"a":"video","encodedWith":["h265.8K"]}]}',
      /things\.0\.encodedWith\.0: there is no preset "h265\.8K"/,
    ],
    [
      'unknown-field.json',
      '{"things":[{"a":"space","name":"letters","itmes":{}}]}',
      /things\.0: "itmes" is not known here; did you mean "items"\?/,
    ],
    [
      'unknown-thing.json',
      '{"things":[{"a":"vidoe"}]}',
      /things\.0: there is no "vidoe"; did you mean "video"\?|things\.0\.a: there is no "vidoe"; did you mean "video"\?/,
    ],
    [
      'unknown-base.json',
      '{"begins":"defualt","things":[]}',
      /begins: there is no "defualt"; did you mean "default"\?/,
    ],
    ['no-things.json', '{"description":"Nothing"}', /things: Expected a list of things/],
    ['no-json.json', '{"things":', /it is no JSON: /],
    [
      'no-storage.json',
      '{"things":[{"a":"call","id":"c","createdBy":"ada","held":"5m","recordings":[{"kind":"composite","storage":"lost"}]}]}',
      /things\.0: There is no storage lost/,
    ],
    [
      'no-default.mjs',
      'export const scenario = {}',
      /it has no default export; it takes `export default defineScenario/,
    ],
    ['throws.mjs', 'throw new TypeError("on purpose")', /TypeError: on purpose/],
    ['no-syntax.ts', 'export default {', /SyntaxError/],
    ['async.mjs', 'export default { things: async () => [] }', /things: the function is async/],
  ])('%s is refused in one line, with path and reason, and status 2', async (name, text, message) => {
    const path = await file(name, text)
    const { status, stderr, stdout } = await runCli([...free, '--scenario', path])
    expect(stderr).toMatch(/^stuntdouble: [^\n]+\n$/)
    expect(stderr).toMatch(message)
    expect([status, stdout.includes('"ready"')]).toEqual([2, false])
  })
})

describe('seed', () => {
  let double: CliProcess
  let url: string
  beforeAll(async () => {
    double = startCli([...free, '--scenario', 'empty'])
    url = await ready(double)
  })
  afterAll(() => double[Symbol.asyncDispose]())

  /** Kinds of what is under way. */
  const underWay = async () => {
    const answer = await fetch(`${url}/_stuntdouble/jobs`)
    return ((await answer.json()) as { jobs: { kind: string }[] }).jobs.map(({ kind }) => kind)
  }

  test('has a world begin anew with a scenario', async () => {
    const { status, stdout, stderr } = await runCli(['seed', 'video-library', '--url', url])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^main begins with video-library \(\d+\.\d s\)\n$/)
    expect(status).toBe(0)
    expect(await underWay()).toContain('telestream.encoding-finish')
    await fetch(`${url}/_stuntdouble/reset`, { method: 'POST' })
    await fetch(`${url}/_stuntdouble/ready`)
    expect(await underWay()).toContain('telestream.encoding-finish')
  })

  test('brings as many entities as are asked for', async () => {
    const { stdout } = await runCli(['seed', 'large', '--scenario-size', '2k', '--url', url])
    expect(stdout).toMatch(/^main begins with large:2000 /)
  })

  test('reads the file here, so that the double may be elsewhere', async () => {
    const { stdout } = await runCli(['seed', await file('there.ts', premiere), '--url', url])
    expect(stdout).toMatch(/^main begins with A premiere /)
  })

  test('is about another world, by its name or its URL', async () => {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/_stuntdouble/worlds`, { method: 'POST', headers, body: '{"name":"w"}' })
    expect((await runCli(['seed', 'empty', '--url', url, '--world', 'w'])).stdout).toMatch(/^w begins with empty /)
    expect((await runCli(['seed', 'archive', '--url', `${url}/w/w`])).stdout).toMatch(/^w begins with archive /)
    expect(await runCli(['seed', 'empty', '--url', url, '--world', 'x'])).toMatchObject({
      status: 1,
      stderr: `stuntdouble: the double at ${url} says: There is no world x\n`,
    })
  })

  test('says what cannot be put in place; the world begins with what it had', async () => {
    await runCli(['seed', 'large:1k', '--url', url])
    const path = await file(
      'lost.json',
      '{"things":[{"a":"call","id":"c","createdBy":"ada","live":["ada"],"recordings":[{"kind":"raw","storage":"lost"}]}]}',
    )
    expect(await runCli(['seed', path, '--url', url])).toMatchObject({
      status: 2,
      stderr: 'stuntdouble: things.0: There is no storage lost\n',
    })
    expect((await fetch(`${url}/_stuntdouble/ready`)).status).toBe(200)
  })

  test('says that nobody is there', async () => {
    expect(await runCli(['seed', 'empty', '--url', 'http://127.0.0.1:1'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^stuntdouble: no double answers at http:\/\/127\.0\.0\.1:1: [^\n]+\n$/),
    })
  })
})

describe('the progress', () => {
  const watch = (isTTY: boolean) => {
    let time = 1000
    const written: string[] = []
    const write = (text: string | Uint8Array) => written.push(String(text)) > 0
    return { written, bar: progressBar({ isTTY, write }, 'large:4k', () => (time += 20)) }
  }

  test('is a bar on a terminal, which goes when it is over', () => {
    const { written, bar } = watch(true)
    bar.show({ service: 'telestream', done: 1000, total: 2000 })
    bar.show({ service: 'stream', done: 2000, total: 2000 })
    bar.show({ service: 'telestream', done: 2000, total: 2000 })
    bar.end()
    expect(written).toEqual([
      `\rlarge:4k  ${'█'.repeat(15)}${'░'.repeat(15)}  50 %  1,000 of 2,000\u001b[K`,
      `\rlarge:4k  ${'█'.repeat(30)} 100 %  4,000 of 4,000\u001b[K`,
      '\r\u001b[K',
    ])
  })

  test('is nothing for programs, and for what is done at once', () => {
    const [file, small] = [watch(false), watch(true)]
    file.bar.show({ service: 'stream', done: 2000, total: 2000 })
    small.bar.show({ service: 'stream', done: 10, total: 10 })
    file.bar.end()
    small.bar.end()
    expect([...file.written, ...small.written]).toEqual([])
  })
})
