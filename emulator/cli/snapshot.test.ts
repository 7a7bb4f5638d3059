import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'
import { createEmulator, type Emulator } from '../emulator.ts'

let emulator: Emulator
let url: string
let directory: string
let file: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  ;({ url } = await emulator.listen())
  directory = mkdtempSync(join(tmpdir(), 'stuntdouble-snapshot-'))
})
afterAll(async () => {
  await emulator.close()
  rmSync(directory, { recursive: true })
})
beforeEach(() => {
  file = join(directory, 'world.tar')
  for (const name of readdirSync(directory)) rmSync(join(directory, name))
})

const text = (value: string) => new TextEncoder().encode(value)

async function worldWith(name: string, content: string) {
  const world = await emulator.worlds.create({ name })
  await world.prepare('s3')
  await world.objects.createBucket('films')
  await world.objects.put('films', 'a', text(content))
  return world
}

async function contentOf(name: string): Promise<string> {
  const bytes = await emulator.worlds.get(name)?.objects.readRange('films', 'a', 0, 100)
  return new TextDecoder().decode(bytes)
}

test('saves a world into a file, and makes another of it', async () => {
  await worldWith('saved', 'bytes of saved')
  const saved = await runCli(['snapshot', 'save', file, '--world', 'saved', '--url', url])
  expect(saved).toMatchObject({ status: 0, stderr: '' })
  expect(saved.stdout).toMatch(
    /^saved saved as it was at 2026-01-01T00:00:00.000Z: \d+ entities, .* in objects to .*world\.tar/,
  )
  expect(readdirSync(directory)).toEqual(['world.tar'])
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const loaded = await runCli(['snapshot', 'load', file, '--name', 'loaded'], { STUNTDOUBLE_URL: url })
  expect(loaded).toMatchObject({ status: 0, stderr: '' })
  expect(loaded.stdout).toContain('into the world loaded')
  expect(loaded.stdout).toContain(`stuntdouble env --world loaded --url ${url}`)
  expect(await contentOf('loaded')).toBe('bytes of saved')
  // What was only on the way is gone.
  for (const world of ['main', 'saved', 'loaded']) expect(emulator.worlds.snapshots.list(world)).toEqual([])
})

test('puts a file into a world that there is, whose name may stand in the URL of save', async () => {
  await worldWith('one', 'one')
  await worldWith('other', 'other')
  expect(await runCli(['snapshot', 'save', file, '--url', `${url}/w/one`])).toMatchObject({ status: 0 })
  expect(await runCli(['snapshot', 'load', file, '--into', 'other', '--url', url])).toMatchObject({ status: 0 })
  expect(await contentOf('other')).toBe('one')
})

test('saves a snapshot that was taken before, and leaves it', async () => {
  const world = await worldWith('earlier', 'before')
  const { id } = await emulator.worlds.snapshots.take(world)
  await world.objects.put('films', 'a', text('after'))
  expect(await runCli(['snapshot', 'save', file, '--world', 'earlier', '--snapshot', id, '--url', url])).toMatchObject({
    status: 0,
  })
  expect(emulator.worlds.snapshots.get(id)).toBeDefined()
  await runCli(['snapshot', 'load', file, '--name', 'of-earlier', '--url', url])
  expect(await contentOf('of-earlier')).toBe('before')
})

test('says on one line what is wrong, and changes nothing', async () => {
  await runCli(['snapshot', 'save', file, '--url', url])
  const before = emulator.worlds.list().length
  const failing = async (args: string[]) => {
    const { status, stderr, stdout } = await runCli(['snapshot', ...args, '--url', url])
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^stuntdouble: [^\n]+\n$/)
    return `${status} ${stderr}`
  }
  expect(await failing(['load', join(directory, 'none.tar')])).toContain('1 stuntdouble: there is no ')
  expect(await failing(['load', directory])).toContain('is no file')
  expect(await failing(['load', file, '--name', 'main'])).toContain('The world main exists already')
  expect(await failing(['load', file, '--into', 'nobody'])).toContain('There is no world nobody')
  expect(await failing(['load', file, '--name', 'a', '--into', 'main'])).toMatch(/^2 .*give one of them/)
  expect(await failing(['save', file, '--world', 'nobody'])).toContain('There is no world nobody')
  expect(await failing(['save', file, '--snapshot', 'main@99'])).toContain('The world main has no snapshot main@99')
  expect(await failing(['save', join(directory, 'no', 'such', 'file')])).toContain(
    `there is no ${join(directory, 'no', 'such')}\n`,
  )

  truncateSync(file, 5000)
  expect(await failing(['load', file, '--name', 'cut'])).toContain('damaged')
  const large = join(directory, 'large.tar')
  writeFileSync(large, Buffer.alloc(20_000_000, 'no tar '))
  expect(await failing(['load', large, '--name', 'large'])).toContain('no snapshot of stuntdouble')
  expect(emulator.worlds.list()).toHaveLength(before)
  expect(emulator.worlds.snapshots.list('main')).toEqual([])
  const nobody = await runCli(['snapshot', 'save', file, '--url', 'http://127.0.0.1:9'])
  expect(nobody).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no double answers at http://127.0.0.1:9'),
  })
})

test('serves a double with --tls, too', async () => {
  await using secure = await createEmulator({ port: 0, s3Port: 0, tls: { names: [] } })
  const { url } = await secure.listen()
  expect(await runCli(['snapshot', 'save', file, '--url', url])).toMatchObject({ status: 0, stderr: '' })
  expect(await runCli(['snapshot', 'load', file, '--url', url])).toMatchObject({ status: 0, stderr: '' })
})

test.each([
  ['snapshot', 'snapshot takes save FILE or load FILE'],
  ['snapshot sav world.tar', 'snapshot has no "sav"; did you mean "save"?'],
  ['snapshot save', "missing required argument 'file'"],
])('stuntdouble %s: one line, and status 2', async (line, message) => {
  const { status, stderr, stdout } = await runCli(line.split(' '))
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^stuntdouble: [^\n]+\n$/)
  expect(stderr).toContain(message)
})
