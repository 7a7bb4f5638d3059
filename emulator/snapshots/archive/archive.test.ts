import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { packTar, unpackTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ArchiveRefused, createEmulator, type Emulator, type World } from '../../index.ts'
import { schemaVersion } from '../../state/state.ts'
import { formatVersion } from './manifest.ts'

type Bytes = Uint8Array<ArrayBuffer>
interface Entry {
  name: string
  data: Bytes
}

let emulator: Emulator
let world: World
let file: Bytes
let size: number | undefined
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  world = emulator.worlds.main
  await world.prepare('s3')
  await world.objects.createBucket('films')
  await world.objects.put('films', 'a', bytes('some bytes'))
  await world.objects.put('films', 'b', bytes('x'.repeat(100_000)))
  await world.objects.put('films', 'same', bytes('some bytes'))
  const { id } = await emulator.worlds.snapshots.take(world, 'good')
  const saved = await emulator.worlds.snapshots.save(id)
  file = new Uint8Array(await new Response(saved.body).arrayBuffer())
  size = saved.size
  await emulator.worlds.snapshots.delete(id)
})
afterEach(() => emulator.close())

const bytes = (text: string): Bytes => new TextEncoder().encode(text)
const sha256 = (data: Bytes) => createHash('sha256').update(data).digest('hex')
const streamOf = (data: Bytes) => new Blob([data]).stream()

async function entriesOf(archive: Bytes): Promise<Entry[]> {
  return (await unpackTar(archive)).map(({ header, data = bytes('') }) => ({ name: header.name, data }))
}

function pack(entries: readonly Entry[]): Promise<Bytes> {
  return packTar(
    entries.map(({ name, data }) => ({ header: { name, size: data.length, type: 'file' as const }, body: data })),
  )
}

/** As somebody would who knows the format: digests fit. */
async function rewritten(change: (entries: Entry[], manifest: Record<string, unknown>) => void): Promise<Bytes> {
  const entries = await entriesOf(file)
  const manifest = JSON.parse(new TextDecoder().decode(entries[0]?.data)) as Record<string, unknown>
  const rest = entries.slice(1, -1)
  manifest.entries = undefined
  change(rest, manifest)
  manifest.entries ??= rest.map(({ name, data }) => ({ path: name, size: data.length, sha256: sha256(data) }))
  const head = bytes(JSON.stringify(manifest))
  return pack([
    { name: 'manifest.json', data: head },
    ...rest,
    { name: 'manifest.sha256', data: bytes(`${sha256(head)}  manifest.json\n`) },
  ])
}

async function refusal(archive: Bytes): Promise<string> {
  const before = await held()
  const result = await emulator.worlds.snapshots.load(world, streamOf(archive)).catch((error: unknown) => error)
  expect(result).toBeInstanceOf(ArchiveRefused)
  expect(emulator.worlds.snapshots.list('main')).toEqual([])
  expect(await held()).toEqual(before)
  return result instanceof Error ? result.message : ''
}

/** Nothing is left behind: no blob that only the file had. */
async function held(): Promise<string[]> {
  return (await world.objects.list('films')).objects.map(({ key, etag }) => `${key} ${etag}`)
}

describe('the file of a snapshot', () => {
  it('is a tar with the manifest in front, each blob once, and the same whenever it is written', async () => {
    const names = (await entriesOf(file)).map(({ name }) => name)
    expect(names[0]).toBe('manifest.json')
    expect(size).toBe(file.length)
    expect(names.at(-1)).toBe('manifest.sha256')
    expect(names.filter((name) => name.startsWith('objects/')).sort()).toEqual(
      ['some bytes', 'x'.repeat(100_000)].map((text) => `objects/${sha256(bytes(text))}`).sort(),
    )
    expect(names).toContain('state/rows/objects.jsonl')
    const manifest = JSON.parse(new TextDecoder().decode((await entriesOf(file))[0]?.data)) as unknown
    expect(manifest).toMatchObject({ format: 'stuntdouble-snapshot', version: 1, world: 'main', name: 'good' })
  })

  it('is taken again after it was written by somebody else with the same contents', async () => {
    const loaded = await emulator.worlds.snapshots.load(world, streamOf(await pack(await entriesOf(file))))
    expect(loaded).toMatchObject({ origin: 'main', name: 'good', sizes: { blobs: 2, bytes: 100_010 } })
  })

  it('keeps the bytes of its objects when the world has none of them any more', async () => {
    await world.objects.deleteMany('films', ['a', 'b', 'same'])
    const { id } = await emulator.worlds.snapshots.load(world, streamOf(file))
    await emulator.worlds.snapshots.restore(world, id)
    expect(new TextDecoder().decode(await world.objects.readRange('films', 'same', 0, 100))).toBe('some bytes')
  })
})

describe('a file is refused as a whole', () => {
  it('and none of its bytes stay', async () => {
    await world.objects.deleteMany('films', ['a', 'b', 'same'])
    await refusal(file.slice(0, -2048))
    for (const text of ['some bytes', 'x'.repeat(100_000)])
      expect(() => world.blobs.retain(sha256(bytes(text)))).toThrow('Nobody has a reference')
  })

  it('when it is cut off anywhere, or a bit of it is another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1025 }), async (length) => {
        await refusal(file.slice(0, length))
      }),
      { numRuns: 60 },
    )
    const entries = await entriesOf(file)
    for (const [index, { data }] of entries.entries()) {
      if (data.length === 0) continue
      const changed = entries.map((entry) => ({ ...entry, data: entry.data.slice() }))
      const at = Math.floor(data.length / 2)
      const target = changed[index]?.data
      target?.set([(target[at] ?? 0) ^ 1], at)
      expect(await refusal(await pack(changed)), entries[index]?.name).toMatch(/damaged|no snapshot|newer/)
    }
  })

  it('when it is something else', async () => {
    expect(await refusal(bytes(''))).toContain('no snapshot of stuntdouble')
    expect(await refusal(await pack([]))).toContain('it is empty')
    expect(await refusal(bytes('{"not": "a tar"}'.repeat(100)))).toContain('no snapshot of stuntdouble')
    expect(await refusal(await pack([{ name: 'README.md', data: bytes('# hello') }]))).toBe(
      'This is no snapshot of stuntdouble: it begins with "README.md", and not with manifest.json',
    )
    expect(await refusal(await pack([{ name: 'manifest.json', data: bytes('{"format":"oci"}') }]))).toContain(
      'its manifest.json is of something else',
    )
  })

  it('when a newer program wrote it', async () => {
    expect(await refusal(await rewritten((_, manifest) => (manifest.version = formatVersion + 1)))).toMatch(
      /newer stuntdouble; this one reads format 1\. Update stuntdouble/,
    )
    expect(await refusal(await rewritten((_, manifest) => (manifest.schema = schemaVersion + 1)))).toContain(
      'newer stuntdouble',
    )
  })

  it('when a name in it leads elsewhere', async () => {
    for (const path of [
      '../../etc/passwd',
      '/etc/passwd',
      'objects/../x',
      'state/rows/sqlite_schema;.jsonl',
      'state/x',
    ]) {
      const evil = await rewritten((entries) => entries.push({ name: path, data: bytes('x') }))
      expect(await refusal(evil), path).toContain('its manifest.json has no good entries')
      const smuggled = await entriesOf(file)
      smuggled.splice(1, 0, { name: path, data: bytes('x') })
      expect(await refusal(await pack(smuggled)), path).toMatch(/where state\/meta.jsonl should be/)
    }
  })

  it('when something is missing, twice, or too much, though all digests fit', async () => {
    const without = (end: string) =>
      rewritten((entries) =>
        entries.splice(
          entries.findIndex(({ name }) => name.endsWith(end)),
          1,
        ),
      )
    expect(await refusal(await without('meta.jsonl'))).toContain('is no world’s')
    expect(await refusal(await without(sha256(bytes('some bytes'))))).toContain('it has no objects/')
    const twice = await rewritten((entries) => entries.push(...entries.slice(-1)))
    expect(await refusal(twice)).toContain('names an entry twice')
    const more = [...(await entriesOf(file)), { name: 'more', data: bytes('x') }]
    expect(await refusal(await pack(more))).toContain('comes behind its end')
  })

  it('when a line of its state is none', async () => {
    for (const line of [
      '{"seq":1,"doc":{}}',
      '{"seq":"1","doc":{"id":"a"}}',
      'null',
      '[',
      '{"seq":1,"doc":{"id":"a"}',
    ]) {
      const archive = await rewritten((entries) => {
        const rows = entries.find(({ name }) => name === 'state/rows/objects.jsonl')
        if (rows) rows.data = bytes(`${line}\n`)
      })
      expect(await refusal(archive), line).toContain('damaged')
    }
  })

  it('when it says to be larger than is taken', async () => {
    const huge = await rewritten((entries, manifest) => {
      manifest.entries = entries.map(({ name, data }) => ({ path: name, size: 2 ** 31, sha256: sha256(data) }))
    })
    const error = await emulator.worlds.snapshots.load(world, streamOf(huge)).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'too-large' })
  })

  it('when its objects are from another kind of store', async () => {
    expect(await refusal(await rewritten((_, manifest) => (manifest.objects = 's3')))).toContain('--object-store s3')
  })
})
