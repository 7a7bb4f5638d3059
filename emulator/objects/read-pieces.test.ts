import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { madeBytes } from '../../harness/conformance/object-store/bytes.ts'
import { sourceOf } from '../body/byte-source.ts'
import { DirectoryBlobs } from './directory-blobs.ts'
import { readPieces } from './read-pieces.ts'

it.each([false, true])('what is cancelled while it is read fails with nothing (lent: %s)', async (lent) => {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-pieces-'))
  const blobs = await DirectoryBlobs.open(directory)
  const size = 1_000_000
  const blob = await blobs.store(madeBytes(size).slice())
  const { hash } = blob
  const failures: unknown[] = []
  const failed = (error: unknown) => {
    failures.push(error)
    return new Error('failed')
  }
  const source = sourceOf(
    readPieces({ blobs, failed }, [{ ...blob, id: '1', owner: 'object/1', position: 0, storedAt: 0 }], 0, size),
  )
  expect((await source.next(lent))?.length).toBeGreaterThan(0)
  const pending = source.next(lent)
  await source.cancel()
  expect(await pending).toBeUndefined()
  expect(await source.next(lent)).toBeUndefined()
  expect(failures).toEqual([])
  // The one reference is the caller's again: nothing else holds it.
  blobs.release(hash)
  expect(() => blobs.release(hash)).toThrow(Error)
  await rm(directory, { recursive: true })
})
