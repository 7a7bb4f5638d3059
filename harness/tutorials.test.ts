// docs/tutorials: each is done as it stands, by somebody who has a clone and two terminals.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startCli } from './cli-process.ts'
import { documentBlocks } from './document-blocks.ts'
import { root } from './readme-blocks.ts'

const exec = promisify(execFile)

/** What each of its blocks printed, by name. Files that it has one save (`NAME.mjs`) are there from the start. */
async function follow(name: string): Promise<Record<string, string>> {
  // A folder like a clone, in which a tutorial may leave its files.
  const clone = await mkdtemp(join(tmpdir(), 'stuntdouble-tutorial-'))
  try {
    for (const name of ['package.json', 'emulator', 'fixtures', 'contracts', 'node_modules'])
      await symlink(join(root, name), join(clone, name))
    return await followIn(clone, `docs/tutorials/${name}.md`)
  } finally {
    await rm(clone, { recursive: true })
  }
}

async function followIn(clone: string, tutorial: string): Promise<Record<string, string>> {
  await using double = startCli(['start', '--port', '0', '--s3-port', '0', '--log', 'json'])
  const { url } = await double.event('ready')
  const blocks = (await documentBlocks(tutorial)).filter(({ test }) => test !== undefined)
  for (const { code, test = '' } of blocks) if (test.endsWith('.mjs')) await writeFile(join(clone, test), code)
  const steps = blocks.filter(({ language }) => language === 'sh')
  const script = steps.map(({ code, test }) => `echo; echo '=== ${test}'\n${code}`).join('\n')
  const own = Object.entries(process.env).filter(([name]) => !/^(TELESTREAM|DURACLOUD|STREAM|AWS|npm)_/.test(name))
  const env = {
    ...Object.fromEntries(own),
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
    NO_COLOR: '1',
    STUNTDOUBLE_URL: String(url),
  }
  const { stdout } = await exec('bash', ['-euo', 'pipefail', '-c', script], { cwd: clone, env })
  return Object.fromEntries(
    stdout.split(/\n=== /).map((part) => {
      const [, test = '', printed = ''] = /^(\S*)\n?([\s\S]*)$/.exec(part) ?? []
      return [test, printed.trim()]
    }),
  )
}

// Each waits for processes most of the time.
describe.concurrent('a tutorial', { timeout: 60_000 }, () => {
  it('of Telestream ends with a film that was downloaded, and with a mistake explained', async () => {
    const printed = await follow('telestream')
    expect(printed['env']).toMatch(/^http:\/\/127.0.0.1:\d+, buckets at http:\/\/127.0.0.1:\d+$/)
    expect(printed['upload']).toContain('"status":"processing"')
    expect(printed['encodings']).toMatch(/'webm',\s+'(processing|success)',\s+\d+\s+\]/)
    expect(printed['advance']).toMatch(/'h264',\s+'success',\s+\[ '[0-9a-f]{32}\.mp4' \]/)
    expect(printed['download']).toContain('25994')
    expect(printed['signed']).toBe("200 [ 'sample.mp4' ]")
    expect(printed['refused']).toBe('401 Signatures do not match')
    expect(printed['why']).toMatch(/secret/i)
  })

  it('of DuraCloud ends with the film that the snapshot held', async () => {
    const printed = await follow('duracloud')
    expect(printed['env']).toContain('<storageProviderType>CHRONOPOLIS</storageProviderType>')
    expect(printed['content']).toContain('<item>scene-1.mp4</item>')
    expect(printed['snapshot']).toContain('"status" : "INITIALIZED"')
    expect(printed['archived']).toContain('"status" : "SNAPSHOT_COMPLETE"')
    expect(printed['archived']).toContain('<space id="rushes" />')
    expect(printed['restore']).toContain('"status" : "RESTORATION_COMPLETE"')
    expect(printed['download']).toBe('the same film')
    expect(printed['contents']).toBe("SNAPSHOT_COMPLETE [ '.collection-snapshot.properties', 'scene-1.mp4' ]")
  })

  it('of Stream ends with a recording in the bucket, of which the webhook was told', async () => {
    const printed = await follow('stream')
    expect(printed['token']).toContain("'default'")
    expect(printed['record']).toContain('call.recording_ready')
    expect(printed['record']).not.toContain('forged')
    expect(printed['record']).toMatch(/\/my-bucket\/recordings\/\S+\.mp4/)
    expect(printed['download']).toContain('premiere.mp4')
    expect(printed['deliveries']).toMatch(/^\[[\s\d,]+\]$/)
  })

  it('of the buckets ends with a URL that has expired', async () => {
    const printed = await follow('buckets')
    expect(printed['put']).toContain('<Key>films/a.mp4</Key>')
    expect(printed['share']).toBe('200 video/mp4')
    expect(printed['expired']).toContain('<Message>Request has expired</Message>')
  })
})
