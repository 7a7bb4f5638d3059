// The snapshots of an emulator: states as they were, with the bytes of their objects, which are shared and not copied.
import type { Blobs } from '../objects/blobs.ts'
import type { ExternalStore } from '../objects/external-store.ts'
import { referencedBlobs } from '../objects/pieces.ts'
import { Turns } from '../objects/s3-store/turns.ts'
import { share } from '../slices.ts'
import type { AddressedDatabase, Databases, Draft } from '../state/databases.ts'
import { State } from '../state/state.ts'
import { WorldRefused } from '../world-refused.ts'
import type { World } from '../world.ts'
import { sizesOf } from './sizes.ts'
import type { ArchivedObject } from './archive/buckets.ts'
import type { Archive } from './archive/write-archive.ts'
import { readSnapshot, type Snapshot, unmarkSnapshot, writeSnapshot } from './snapshot.ts'

export interface SnapshotsOptions {
  databases: Databases
  blobs: Blobs
  external?: ExternalStore | undefined
  /** What is taken of a file at most; default: whatever comes. */
  maxBytes?: number | undefined
  onProblem?: ((message: string, error: unknown) => void) | undefined
}

export class Snapshots {
  readonly #options: SnapshotsOptions
  readonly #known = new Map<string, Snapshot>()
  /** Numbers are not given twice, so that no id ever means something else. */
  readonly #lastNumbers = new Map<string, number>()
  /** A snapshot is not deleted while it is read. */
  readonly #turns = new Turns()

  constructor(options: SnapshotsOptions) {
    this.#options = options
  }

  /** Finds those that a data directory holds. */
  async open(): Promise<void> {
    const { databases } = this.#options
    for (const id of databases.snapshotIds()) {
      const { database } = await databases.openSnapshot(id)
      try {
        const snapshot = readSnapshot(new State(database))
        if (!snapshot) throw new Error(`The file of the snapshot ${id} holds none`)
        this.#add(snapshot)
      } finally {
        database.close()
      }
    }
  }

  /** Those of a world, the oldest first. */
  list(world: string): Snapshot[] {
    return [...this.#known.values()]
      .filter((snapshot) => snapshot.world === world)
      .sort((one, other) => numberOf(one.id) - numberOf(other.id))
  }

  get(id: string): Snapshot | undefined {
    return this.#known.get(id)
  }

  /** @throws {WorldRefused} 404 */
  require(id: string): Snapshot {
    const snapshot = this.#known.get(id)
    if (!snapshot) throw new WorldRefused(404, `There is no snapshot ${id}`)
    return snapshot
  }

  /** Keeps a world as it is, between two requests. What jobs under way have not done yet is still to be done in it. */
  async take(world: World, name?: string): Promise<Snapshot> {
    const draft = await this.#options.databases.draft()
    try {
      const id = this.#newId(world.name)
      return await this.copying(world, draft, id, (state, at) => {
        const sizes = sizesOf(state)
        const snapshot: Snapshot = { id, world: world.name, ...(name !== undefined && { name }), at, sizes }
        writeSnapshot(state, snapshot)
        draft.keepAsSnapshot(id)
        return this.#add(snapshot)
      })
    } catch (error) {
      draft.discard()
      throw error
    }
  }

  /**
   * Copies a world into a draft, between two requests. The copy has its share of the blobs, and copies of the buckets where they are in an S3,
   * unless `work` throws.
   * @param as the name of the world, or the id of the snapshot, that the copy is to be
   * @throws {WorldRefused} 404, when the world is gone by then
   */
  copying<R>(source: World, draft: Draft, as: string, work: (copy: State, at: number) => R): Promise<R> {
    return source.traffic.halt(async () => {
      if (source.closed) throw new WorldRefused(404, `There is no world ${source.name} any more`)
      source.state.copyInto(draft)
      const at = source.clock.now()
      return this.#sharing(source.name, draft, as, (copy) => {
        source.clock.copyInto(copy)
        return work(copy, at)
      })
    })
  }

  /** The same of a snapshot. @throws {WorldRefused} 404 */
  forking<R>(id: string, draft: Draft, as: string, work: (state: State, snapshot: Snapshot) => R): Promise<R> {
    return this.reading(id, async (snapshot, from) => {
      new State(from.database).copyInto(draft)
      return this.#sharing(id, draft, as, (state) => work(state, snapshot))
    })
  }

  /** Lets `work` read a snapshot, which stays until that is done. @throws {WorldRefused} 404 */
  reading<R>(id: string, work: (snapshot: Snapshot, from: AddressedDatabase) => R | Promise<R>): Promise<R> {
    return this.#turns.within(id, async () => {
      const snapshot = this.require(id)
      const from = await this.#options.databases.openSnapshot(id)
      try {
        return await work(snapshot, from)
      } finally {
        from.database.close()
      }
    })
  }

  /** One as a file; what it holds stays until it is written, whatever becomes of the snapshot meanwhile. @throws {WorldRefused} 404 */
  async save(id: string): Promise<Archive> {
    const { blobs, databases, external } = this.#options
    const draft = await databases.draft()
    const held: (readonly [string, number])[] = []
    const done = () => {
      for (const [hash, count] of held.splice(0)) blobs.release(hash, count)
      draft.discard()
    }
    try {
      const { writeArchive } = await import('./archive/write-archive.ts')
      return await this.reading(id, async (snapshot, from) => {
        new State(from.database).copyInto(draft)
        const state = new State(draft.database)
        unmarkSnapshot(state)
        for (const [hash, count] of referencedBlobs(state)) {
          await share()
          blobs.retain(hash, count)
          held.push([hash, count])
        }
        const objects = external && (await fetchObjects(external, id, { state, blobs, held }))
        return await writeArchive({ snapshot, state, blobs, objects, done })
      })
    } catch (error) {
      done()
      throw error
    }
  }

  /**
   * Takes the file of a snapshot, of whichever world and double, as one of this world.
   * @param name default: as it was called when it was saved
   * @throws {ArchiveRefused} when anything about it is not as it has to be; nothing is changed then
   */
  async load(world: World, body: ReadableStream<Uint8Array>, name?: string): Promise<Snapshot> {
    const { blobs, databases, external, maxBytes = Infinity } = this.#options
    const draft = await databases.draft()
    const id = this.#newId(world.name)
    try {
      const { readArchive } = await import('./archive/read-archive.ts')
      const state = new State(draft.database)
      const kind = external ? 's3' : 'embedded'
      return await readArchive(body, { state, blobs, objects: kind, maxBytes }, async ({ manifest, objects }) => {
        const digests = new Map(objects.map((object) => [`${object.bucket}/${object.key}`, object.sha256]))
        const noteCopies = await external?.writeBuckets(id, state, objects, ({ bucket, key }) =>
          blobs.read(digests.get(`${bucket}/${key}`) ?? ''),
        )
        noteCopies?.(state)
        if (world.closed) throw new WorldRefused(404, `There is no world ${world.name} any more`)
        const called = name ?? manifest.name
        const snapshot: Snapshot = {
          id,
          world: world.name,
          origin: manifest.world,
          ...(called !== undefined && { name: called }),
          at: Date.parse(manifest.at),
          sizes: sizesOf(state),
        }
        writeSnapshot(state, snapshot)
        draft.keepAsSnapshot(id)
        return this.#add(snapshot)
      })
    } catch (error) {
      draft.discard()
      await this.#dropCopies(id)
      throw error
    }
  }

  /** @throws {WorldRefused} 404 */
  async restore(world: World, id: string): Promise<Snapshot> {
    const { external } = this.#options
    return this.reading(id, async (snapshot, from) => {
      await world.restore(from, {
        id,
        copyBuckets:
          external &&
          (() =>
            external.copyBuckets({
              from: id,
              to: world.name,
              rows: new State(from.database),
              replaced: world.state,
            })),
      })
      return snapshot
    })
  }

  /** @throws {WorldRefused} 404 */
  async delete(id: string): Promise<void> {
    const { blobs, databases } = this.#options
    await this.#turns.within(id, async () => {
      this.require(id)
      const references = await this.#referencesOf(id)
      databases.removeSnapshot(id)
      this.#known.delete(id)
      for (const [hash, count] of references) blobs.release(hash, count)
      await this.#dropCopies(id)
    })
  }

  /** All of a world that goes. */
  async deleteAllOf(world: string): Promise<void> {
    for (const { id } of this.list(world)) await this.delete(id)
  }

  /** Every reference to a blob that snapshots hold. */
  async references(): Promise<(readonly [hash: string, count: number])[]> {
    const all: (readonly [hash: string, count: number])[] = []
    for (const id of this.#known.keys()) all.push(...(await this.#referencesOf(id)))
    return all
  }

  /** @param options.forget whether what an S3 has of them goes too: when nothing is left that knows of them */
  async close({ forget = false } = {}): Promise<void> {
    if (forget) for (const id of this.#known.keys()) await this.delete(id)
  }

  async #sharing<R>(from: string, draft: Draft, as: string, work: (state: State) => R): Promise<R> {
    const { blobs, external } = this.#options
    const state = new State(draft.database)
    const references = [...referencedBlobs(state)]
    for (const [hash, count] of references) blobs.retain(hash, count)
    try {
      const noteCopies = await external?.copyBuckets({ from, to: as, rows: state })
      noteCopies?.(state)
      return work(state)
    } catch (error) {
      for (const [hash, count] of references) blobs.release(hash, count)
      await this.#dropCopies(as)
      throw error
    }
  }

  async #dropCopies(name: string): Promise<void> {
    const { external, onProblem } = this.#options
    try {
      await external?.dropCopies(name)
    } catch (error) {
      // They have no meaning any more, and go when a copy of that name is made again.
      onProblem?.(`Objects of ${name} are left in the object store`, error)
    }
  }

  async #referencesOf(id: string): Promise<(readonly [string, number])[]> {
    const { database } = await this.#options.databases.openSnapshot(id)
    try {
      return [...referencedBlobs(new State(database))]
    } finally {
      database.close()
    }
  }

  #newId(world: string): string {
    const number = (this.#lastNumbers.get(world) ?? 0) + 1
    this.#lastNumbers.set(world, number)
    return `${world}@${number}`
  }

  #add(snapshot: Snapshot): Snapshot {
    this.#known.set(snapshot.id, snapshot)
    const { id, world } = snapshot
    this.#lastNumbers.set(world, Math.max(this.#lastNumbers.get(world) ?? 0, numberOf(id)))
    return snapshot
  }
}

interface Fetching {
  state: State
  blobs: Blobs
  /** What is to be given back some time. */
  held: (readonly [string, number])[]
}

/** Brings objects out of an S3 to where they can be read twice: for their digests, and for their bytes. */
async function fetchObjects(external: ExternalStore, id: string, { state, blobs, held }: Fetching) {
  const objects: ArchivedObject[] = []
  for await (const { body, ...object } of external.readBuckets(id, state)) {
    const { hash, size } = await blobs.store(body)
    held.push([hash, 1])
    objects.push({ ...object, sha256: hash, size })
  }
  return objects
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf('@') + 1))
}
