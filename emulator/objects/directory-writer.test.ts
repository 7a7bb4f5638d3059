import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DirectoryWriter } from './directory-writer.ts'

const place = { share: () => false, keep: () => undefined, discard: () => undefined }

// Linux has a file that is always full; elsewhere there is nothing to write to that is.
it.runIf(existsSync('/dev/full'))('a full disk is storage that is down', async () => {
  const writer = new DirectoryWriter('/dev/full', Infinity, place)
  await writer.write(new Uint8Array(10))
  const full = { code: 'ObjectStoreUnavailable', message: 'The disk is full' }
  await expect(writer.commit()).rejects.toMatchObject(full)
  await expect(writer.commit()).rejects.toMatchObject(full)
  await writer.abort()
})

it.runIf(existsSync('/dev/full'))('a disk that is full meanwhile stops a body soon', async () => {
  const writer = new DirectoryWriter('/dev/full', Infinity, place)
  const endless = async () => {
    for (;;) await writer.write(new Uint8Array(100_000))
  }
  await expect(endless()).rejects.toMatchObject({ code: 'ObjectStoreUnavailable' })
  expect(writer.size).toBeLessThanOrEqual(600_000)
  await expect(writer.commit()).rejects.toMatchObject({ code: 'ObjectStoreUnavailable' })
  await writer.abort()
})
