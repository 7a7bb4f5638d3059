// A directory in which the worlds of a server survive: a database for each in worlds/, those of snapshots in snapshots/, and all their
// bytes in blobs/.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressedDatabase, Databases, Draft } from '../state/databases.ts'
import { openDatabase } from './node.ts'
import { writing } from './node-disk-full.ts'
import { withFileCopy } from './node-file-copy.ts'
import { makeDirectory } from './node-make-directory.ts'
import type { Database } from './platform.ts'

const extension = '.sqlite'
const worldName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/
const snapshotId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}@[1-9][0-9]{0,14}$/

/** SQLite's result codes. */
const code = { busy: 5, readonly: 8, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }

/** Thrown when a data directory cannot be used; the message names the file and says what to do. */
export class DataDirectoryUnusable extends Error {
  override name = 'DataDirectoryUnusable'
}

/** The databases of the worlds, as files. One process at a time has the directory. */
export class DataDirectory implements Databases {
  /** Where the bytes of the objects belong. */
  readonly blobs: string
  readonly #worlds: string
  readonly #snapshots: string
  readonly #drafts: string
  readonly #lock: Database
  #lastDraft = 0

  constructor(directory: string, lock: Database) {
    this.#worlds = join(directory, 'worlds')
    this.#snapshots = join(directory, 'snapshots')
    this.#drafts = join(directory, 'drafts')
    this.blobs = join(directory, 'blobs')
    this.#lock = lock
  }

  /**
   * Opens a directory, and makes it, readable for its owner only, where there is none.
   * @throws {DataDirectoryUnusable} when another process has it, or it cannot be written
   */
  static async open(directory: string): Promise<DataDirectory> {
    const parts = ['worlds', 'snapshots', 'drafts', 'blobs'].map((part) => join(directory, part))
    try {
      for (const path of [directory, ...parts]) makeDirectory(path)
    } catch (error) {
      throw new DataDirectoryUnusable(`The data directory ${directory} ${whyNot(directory, error)}`, { cause: error })
    }
    const locked = await lock(directory)
    const opened = new DataDirectory(directory, locked)
    opened.#clearDrafts()
    return opened
  }

  /**
   * Opens the database of a world, an empty one where there is none.
   *
   * What is committed survives the end of the process, however it ends. When the machine itself stops, `synchronous = NORMAL` may lose
   * the last commits before that, but neither their order nor the file.
   * @throws {DataDirectoryUnusable} when the file is none of ours, or cannot be read
   */
  async open(world: string): Promise<Database> {
    const path = this.#path(world)
    let database: Database | undefined
    try {
      database = await openDatabase(path)
      // Exclusive, so that no shared memory is needed, which directories mounted into containers often do not have.
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      // The first real look into the file: `journal_mode` alone accepts some that are damaged.
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      return withFileCopy(database, path)
    } catch (error) {
      database?.close()
      throw new DataDirectoryUnusable(explain(path, error), { cause: error })
    }
  }

  /** Names of the worlds that have a file. */
  names(): string[] {
    return namesIn(this.#worlds, worldName)
  }

  /** Removes the file of a world that was closed. */
  remove(world: string): void {
    removeDatabase(this.#path(world))
  }

  /** What a process leaves that is killed meanwhile, the next one removes. */
  async draft(): Promise<Draft> {
    const path = join(this.#drafts, `${(this.#lastDraft += 1)}${extension}`)
    const database = await openDatabase(path)
    // Nobody reads it before it is whole: there is nothing to roll back to after a crash, and the disk has it for sure when it is kept.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF')
    let isOpen = true
    const close = () => {
      if (isOpen) database.close()
      isOpen = false
    }
    const keep = (place: string, pragmas: string) => {
      // A page that is written is waited for, and with it all that was written before; Node's permissions forbid to ask for no more than that.
      writing(() => database.exec(`PRAGMA synchronous = FULL; ${pragmas}`))
      close()
      renameSync(path, place)
    }
    return {
      database,
      address: path,
      // As `open` would do it, which has to be careful.
      keepAsWorld: (name) => keep(this.#path(name), 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL'),
      keepAsSnapshot: (id) => keep(this.#snapshotPath(id), 'PRAGMA application_id = 0'),
      discard() {
        close()
        removeDatabase(path)
      },
    }
  }

  snapshotIds(): string[] {
    return namesIn(this.#snapshots, snapshotId)
  }

  /** @throws {DataDirectoryUnusable} when the file is none of ours, or cannot be read */
  async openSnapshot(id: string): Promise<AddressedDatabase> {
    const address = this.#snapshotPath(id)
    let database: Database | undefined
    try {
      database = await openDatabase(address)
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      return { address, database: withFileCopy(database, address) }
    } catch (error) {
      database?.close()
      throw new DataDirectoryUnusable(explain(address, error), { cause: error })
    }
  }

  removeSnapshot(id: string): void {
    removeDatabase(this.#snapshotPath(id))
  }

  /** Lets the next process have the directory. */
  async close(): Promise<void> {
    this.#lock.close()
  }

  #path(world: string): string {
    if (!worldName.test(world)) throw new TypeError(`"${world}" is no name for a world`)
    return join(this.#worlds, encode(world) + extension)
  }

  #snapshotPath(id: string): string {
    if (!snapshotId.test(id)) throw new TypeError(`"${id}" is no id of a snapshot`)
    return join(this.#snapshots, encode(id) + extension)
  }

  #clearDrafts(): void {
    for (const file of readdirSync(this.#drafts)) rmSync(join(this.#drafts, file), { force: true })
  }
}

function namesIn(directory: string, names: RegExp): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(extension))
    .map((file) => decode(file.slice(0, -extension.length)))
    .filter((name) => names.test(name))
    .sort()
}

function removeDatabase(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(path + suffix, { force: true })
}

/** A lock of the operating system, which ends with the process: nothing is left to clean up after a crash. */
async function lock(directory: string): Promise<Database> {
  const path = join(directory, 'lock')
  let database: Database | undefined
  try {
    database = await openDatabase(path)
    // SQLite keeps no file between this and the end of the transaction, which never comes.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    if (resultCode(error) === code.busy) {
      throw new DataDirectoryUnusable(
        `The data directory ${directory} is in use by another stuntdouble; stop that one, or choose another with --data`,
        {
          cause: error,
        },
      )
    }
    throw new DataDirectoryUnusable(explain(path, error), { cause: error })
  }
}

function explain(path: string, error: unknown): string {
  switch (resultCode(error)) {
    case code.busy:
      return `${path} is in use by another process`
    case code.corrupt:
    case code.notADatabase:
      return `${path} is damaged, or no database of stuntdouble; move it away to begin anew`
    case code.cannotOpen:
    case code.readonly:
      return `${path} cannot be read and written by this user`
    case code.full:
      return `${path} cannot be written: the disk is full`
    default:
      return `${path} cannot be opened: ${messageOf(error)}`
  }
}

/** The primary code; SQLite puts what is finer into the higher bits. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  return 'errcode' in error ? Number(error.errcode) & 0xff : resultCode(error.cause)
}

function whyNot(directory: string, error: unknown): string {
  const facts = existsSync(directory) ? statSync(directory) : undefined
  if (facts && !facts.isDirectory()) return 'is a file; move it away, or name another'
  const errno = error instanceof Error && 'code' in error ? error.code : undefined
  if (facts && (errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS'))
    return 'cannot be written by this user; give it to them, or name another'
  return `cannot be made: ${messageOf(error)}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Some file systems take `Demo` and `demo` for one name; worlds do not. `Demo` becomes `~demo`. */
function encode(world: string): string {
  return world.replace(/[A-Z]/g, (letter) => `~${letter.toLowerCase()}`)
}

function decode(file: string): string {
  return file.replace(/~([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
