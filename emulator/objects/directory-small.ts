// Files of few bytes. Each step of an asynchronous file takes longer than to write or read so few by way of the system's memory; what a
// disk is really waited for is not done so.
import { closeSync, fdatasync, openSync, readSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

export const smallFileBytes = 64 * 1024

const synchroniseByNumber = promisify(fdatasync)

/** Under Node's permissions a file has to be opened for it, because a number says nothing of where it is. */
async function synchronise(file: number, path: string): Promise<void> {
  if (!('permission' in process)) return synchroniseByNumber(file)
  // Not `await using`, which the oldest Node that runs these sources cannot parse.
  const handle = await open(path, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Writes a file; when the promise is fulfilled its bytes are on the disk. */
export async function writeSmallFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = openSync(path, 'w', 0o600)
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    await synchronise(file, path)
  } finally {
    closeSync(file)
  }
}

/** As many bytes as wanted, or as many as there are. */
export function readSmallFile(path: string, start: number, wanted: number): Uint8Array<ArrayBuffer> {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(wanted)
    let filled = 0
    while (filled < wanted) {
      const read = readSync(file, bytes, filled, wanted - filled, start + filled)
      if (read === 0) return bytes.slice(0, filled)
      filled += read
    }
    return bytes
  } finally {
    closeSync(file)
  }
}
