import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gather, madeBytes, md5, sha256, streamOf, text } from '../../harness/conformance/object-store/bytes.ts'
import type { Blobs } from './blobs.ts'
import { DirectoryBlobs } from './directory-blobs.ts'
import { MemoryBlobs } from './memory-blobs.ts'
import { pour } from './pour.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-blobs-'))
})
afterEach(() => rm(directory, { recursive: true }))

const files = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe.each<[string, () => Promise<Blobs>]>([
  ['in memory', async () => new MemoryBlobs()],
  ['in a directory', () => DirectoryBlobs.open(directory)],
])('blobs %s', (_, open) => {
  let blobs: Blobs
  beforeEach(async () => {
    blobs = await open()
  })
  const isGone = (hash: string) =>
    blobs.readBytes(hash, 0, 1).then(
      () => false,
      (error: Error) => /no blob|ENOENT/.test(error.message),
    )

  it('are named by their digests, however they came in and whatever their size', async () => {
    for (const size of [0, 1, 262_143, 262_144, 262_145, 1_000_000]) {
      const bytes = madeBytes(size)
      const expected = { hash: sha256(bytes), md5: md5(bytes), size }
      expect(await blobs.store(bytes)).toEqual(expected)
      expect(await blobs.store(streamOf(bytes, 1000))).toEqual(expected)
      expect(await blobs.store(streamOf(bytes, 300_000))).toEqual(expected)
      expect(md5(await gather(blobs.read(expected.hash)))).toBe(expected.md5)
    }
  })

  it('are read in slices', async () => {
    const bytes = madeBytes(700_000)
    const { hash } = await blobs.store(streamOf(bytes, 10_000))
    const position = fc.integer({ min: 0, max: 750_000 })
    await fc.assert(
      fc.asyncProperty(position, position, async (start, end) => {
        const expected = md5(bytes.subarray(start, Math.max(start, end)))
        expect(md5(await gather(blobs.read(hash, { start, end })))).toBe(expected)
        expect(md5(await blobs.readBytes(hash, start, end))).toBe(expected)
      }),
      { numRuns: 50 },
    )
  })

  it('are read in chunks of at most 256 KiB', async () => {
    const { hash } = await blobs.store(madeBytes(3_000_000))
    const sizes: number[] = []
    const reader = blobs.read(hash).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) sizes.push(next.value.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(262_144)
  })

  it('live as long as somebody has a reference', async () => {
    const { hash } = await blobs.store(text('a'))
    await blobs.store(text('a'))
    blobs.retain(hash, 2)
    blobs.release(hash, 3)
    expect(await gather(blobs.read(hash))).toEqual(text('a'))
    blobs.release(hash)
    expect(await isGone(hash)).toBe(true)
    expect(() => blobs.release(hash)).toThrow('references')
    expect(() => blobs.retain(hash)).toThrow('reference')
  })

  it('keep what had arrived before the client was cut off, when the writer says so', async () => {
    const bytes = madeBytes(200_000)
    const writer = blobs.write()
    await expect(pour(streamOf(bytes, 65_536, new Error('cut')), writer)).rejects.toThrow('cut')
    const blob = await writer.commit()
    expect(blob).toEqual({ hash: sha256(bytes), md5: md5(bytes), size: 200_000 })
    await writer.abort()
    expect(md5(await gather(blobs.read(blob.hash)))).toBe(blob.md5)
  })

  it('take no chunk that makes them too large, and keep those before it', async () => {
    const writer = blobs.write({ maxBytes: 10 })
    await writer.write(text('12345'))
    await expect((async () => writer.write(text('678901')))()).rejects.toThrow('longer than 10 bytes')
    await writer.write(text('67890'))
    expect(writer.size).toBe(10)
    expect((await writer.commit()).md5).toBe(md5(text('1234567890')))
  })

  it('are not changed by what happens to the chunks that came in and went out', async () => {
    const chunk = text('before')
    const writer = blobs.write()
    await writer.write(chunk)
    chunk.fill(0)
    const { hash } = await writer.commit()
    const read = await gather(blobs.read(hash))
    read.fill(0)
    const reader = blobs.read(hash).getReader()
    const first = await reader.read()
    first.value?.fill(0)
    expect(await gather(blobs.read(hash))).toEqual(text('before'))
  })

  it('cancel a stream that they do not want to the end', async () => {
    let cancelled: unknown
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(madeBytes(1000)),
      cancel: (reason) => (cancelled = reason),
    })
    await expect(blobs.store(endless, { maxBytes: 10_000 })).rejects.toThrow('longer')
    expect(String(cancelled)).toContain('longer')
  })

  it('can be stored while the same bytes are deleted', async () => {
    const bytes = madeBytes(1000)
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        for (let round = 0; round < 20; round += 1) {
          const { hash } = await blobs.store(n % 2 === 0 ? bytes : streamOf(bytes, 100 + n))
          expect(md5(await gather(blobs.read(hash)))).toBe(md5(bytes))
          blobs.release(hash)
        }
      }),
    )
    expect(await isGone(sha256(bytes))).toBe(true)
    expect(await files()).toEqual([])
  })

  it('are swept: counts are those that are given, and what nobody holds is removed', async () => {
    const [kept, orphan] = [await blobs.store(text('kept')), await blobs.store(text('orphan'))]
    expect(
      await blobs.sweep([
        [kept.hash, 1],
        [kept.hash, 1],
      ]),
    ).toEqual({ removed: 1 })
    blobs.release(kept.hash)
    expect(await gather(blobs.read(kept.hash))).toEqual(text('kept'))
    expect(await isGone(orphan.hash)).toBe(true)
    blobs.release(kept.hash)
    expect(await files()).toEqual([])
  })
})

describe('blobs in a directory', () => {
  it('are found again after a restart', async () => {
    const { hash } = await (await DirectoryBlobs.open(directory)).store(text('a'))
    const reopened = await DirectoryBlobs.open(directory)
    expect(await reopened.sweep([[hash, 1]])).toEqual({ removed: 0 })
    expect(await gather(reopened.read(hash))).toEqual(text('a'))
  })

  it('leave no file when a writer gives up, and only the owner may read those that stay', async () => {
    const blobs = await DirectoryBlobs.open(join(directory, 'data', 'blobs'))
    const given = blobs.write()
    await given.write(text('given up'))
    await given.abort()
    await blobs.write().abort()
    const { hash } = await blobs.store(text('a'))
    expect(await files()).toEqual([hash])
    const folder = join(directory, 'data', 'blobs', hash.slice(0, 2), hash.slice(2, 4))
    expect((await stat(join(folder, hash))).mode & 0o777).toBe(0o600)
    for (const path of [folder, join(folder, '..'), join(folder, '..', '..')])
      expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  it('are swept beside files of others, and while a file is being written', async () => {
    const blobs = await DirectoryBlobs.open(directory)
    await writeFile(join(directory, 'README'), 'not ours')
    await writeFile(join(directory, 'incoming', '99'), 'half-written before a crash')
    const writer = blobs.write()
    await writer.write(text('still '))
    expect(await blobs.sweep([])).toEqual({ removed: 1 })
    await writer.write(text('written'))
    expect(await gather(blobs.read((await writer.commit()).hash))).toEqual(text('still written'))
    expect(await files()).toHaveLength(2)
  })

  it('are not committed when a write to the disk failed', async () => {
    const blobs = await DirectoryBlobs.open(directory)
    const writer = blobs.write()
    await rm(join(directory, 'incoming'), { recursive: true })
    await expect((async () => writer.write(text('a')))()).rejects.toThrow('ENOENT')
    await expect(writer.commit()).rejects.toThrow('ENOENT')
    await expect(blobs.store(text('a'))).rejects.toThrow('ENOENT')
    expect(() => blobs.retain(sha256(text('a')))).toThrow('Nobody has a reference')
    expect(await files()).toEqual([])
  })
})
