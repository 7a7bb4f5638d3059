// Databases in memory: they are gone with the process, or the tab.
import { openDatabase, openSharedDatabase } from '#platform'
import type { Database } from '../platform/platform.ts'
import type { AddressedDatabase, Databases, Draft } from './databases.ts'

export class MemoryDatabases implements Databases {
  /** Of worlds that were not opened yet. */
  readonly #kept = new Map<string, Database>()
  readonly #snapshots = new Map<string, AddressedDatabase>()

  async open(world: string): Promise<Database> {
    const kept = this.#kept.get(world)
    this.#kept.delete(world)
    return kept ?? openDatabase()
  }

  names(): string[] {
    return []
  }

  remove(world: string): void {
    this.#kept.get(world)?.close()
    this.#kept.delete(world)
  }

  async draft(): Promise<Draft> {
    const draft = await openSharedDatabase()
    let isKept = false
    return {
      ...draft,
      keepAsWorld: (name) => {
        isKept = true
        this.#kept.set(name, draft.database)
      },
      keepAsSnapshot: (id) => {
        isKept = true
        this.#snapshots.set(id, draft)
      },
      discard() {
        if (!isKept) draft.database.close()
      },
    }
  }

  snapshotIds(): string[] {
    return [...this.#snapshots.keys()]
  }

  async openSnapshot(id: string): Promise<AddressedDatabase> {
    const snapshot = this.#snapshots.get(id)
    if (!snapshot) throw new Error(`There is no database of the snapshot ${id}`)
    const { database, address } = snapshot
    // What is in memory is there as long as somebody is connected to it.
    return { address, database: { ...database, close: () => undefined } }
  }

  /** Lets go of what no world has. */
  close(): void {
    for (const world of this.#kept.keys()) this.remove(world)
    for (const id of this.#snapshots.keys()) this.removeSnapshot(id)
  }

  removeSnapshot(id: string): void {
    this.#snapshots.get(id)?.database.close()
    this.#snapshots.delete(id)
  }
}
