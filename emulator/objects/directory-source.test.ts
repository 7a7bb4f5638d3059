import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeBytes } from '../../harness/conformance/object-store/bytes.ts'
import { DirectorySource } from './directory-source.ts'

const blockBytes = 256 * 1024
const bytes = madeBytes(3 * blockBytes + 1000)
let directory: string
let path: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-source-'))
  path = join(directory, 'file')
  await writeFile(path, bytes)
})
afterAll(() => rm(directory, { recursive: true }))

/** What it gives, copied at once, and the memory that it was in. */
async function read(source: DirectorySource, lent: boolean) {
  const pieces: Buffer[] = []
  const memory = new Set<ArrayBufferLike>()
  for (let piece = await source.next(lent); piece; piece = await source.next(lent)) {
    pieces.push(Buffer.from(piece))
    memory.add(piece.buffer)
  }
  return { bytes: Buffer.concat(pieces), memory }
}

it('gives any slice of a file, lent or for good', async () => {
  const edge = fc.constantFrom(
    0,
    1,
    blockBytes - 1,
    blockBytes,
    2 * blockBytes,
    bytes.length - 1,
    bytes.length,
    Infinity,
  )
  await fc.assert(
    fc.asyncProperty(edge, edge, fc.boolean(), fc.boolean(), async (start, end, lent, begins) => {
      const expected = bytes.subarray(Math.min(start, bytes.length), Math.max(start, end))
      const source = new DirectorySource(path, Math.min(start, bytes.length), end)
      if (begins) await source.begin()
      const got = await read(source, lent)
      expect(got.bytes.equals(expected)).toBe(true)
    }),
  )
})

it('uses the memory again that it lends, and not that which it gave away', async () => {
  expect((await read(new DirectorySource(path, 0, Infinity), true)).memory.size).toBe(2)
  expect((await read(new DirectorySource(path, 0, Infinity), false)).memory.size).toBe(4)
})

it('ends when it is cancelled, even while it is read', async () => {
  for (const lent of [false, true]) {
    const source = new DirectorySource(path, 0, Infinity)
    await source.next(lent)
    const pending = source.next(lent)
    await source.cancel()
    expect(await pending).toBeUndefined()
    expect(await source.next(lent)).toBeUndefined()
  }
  const unread = new DirectorySource(path, 0, Infinity)
  await unread.cancel()
  expect(await unread.next()).toBeUndefined()
})

it('says that there is no such file', async () => {
  await expect(new DirectorySource(join(directory, 'none'), 0, 1).next()).rejects.toThrow('ENOENT')
})
