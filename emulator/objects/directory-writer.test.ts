import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DirectoryWriter } from './directory-writer.ts'

const place = { share: () => false, keep: () => undefined, discard: () => undefined }

// Linux has a file that is always full; elsewhere there is nothing to write to that is.
it.runIf(existsSync('/dev/full'))('a full disk is storage that is down', async () => {
  const writer = new DirectoryWriter('/dev/full', Infinity, place)
  await expect(writer.write(new Uint8Array(10))).rejects.toMatchObject({
    code: 'ObjectStoreUnavailable',
    message: 'The disk is full',
  })
  await expect(writer.commit()).rejects.toThrow('the bytes are not whole')
  await writer.abort()
})
