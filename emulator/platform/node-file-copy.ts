// Copies a database file that this process has open as bytes: `VACUUM INTO` writes it row by row and index by index, and asks the disk
// to finish a dozen times.
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { writing } from './node-disk-full.ts'
import type { Database } from './platform.ts'

/** Bytes that are read at a time: a MiB at once takes the processor four times as long. */
const portion = 256 * 1024

/** Where a file says whether a write-ahead log belongs to it, 2, or not, 1: https://www.sqlite.org/fileformat2.html#file_format_version_numbers */
const versions = [18, 19]

/** @param database as it was opened by this process @param path of its file */
export function withFileCopy(database: Database, path: string): Database {
  // POSIX takes all locks on a file from a process that closes any descriptor of it: this one is closed after the connection.
  let file: number | undefined
  return {
    ...database,
    copyTo(address) {
      if (isMostlyFree(database) || !isCheckpointed(database)) return false
      file ??= openSync(path, 'r')
      copyFile(file, address)
      return true
    },
    close() {
      database.close()
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** Brings what is only in the log into the file, for which there must be no transaction under way. */
function isCheckpointed(database: Database): boolean {
  const { busy, log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {}
  return busy === 0 && log === checkpointed
}

/** Then what is left out by `VACUUM INTO` is most of the work. */
function isMostlyFree(database: Database): boolean {
  const number = (pragma: string) => Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma])
  return number('freelist_count') * 2 > number('page_count')
}

/** In one go: SQLite writes in this thread alone, and so nothing changes meanwhile. */
function copyFile(from: number, path: string): void {
  const to = openSync(path, 'r+')
  try {
    const bytes = new Uint8Array(portion)
    for (let at = 0; ;) {
      const read = readSync(from, bytes, 0, portion, at)
      if (read === 0) return
      if (at === 0) for (const version of versions) bytes[version] = 1
      for (let done = 0; done < read;) done += writing(() => writeSync(to, bytes, done, read - done, at + done))
      at += read
    }
  } finally {
    closeSync(to)
  }
}
