// A factory is synchronised with its input bucket: each file that is new there becomes a video, once.
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Listing, ObjectHead } from '../../../objects/object-store.ts'
import type { Service } from '../../../service.ts'
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { badRequest, missingParameters } from '../errors.ts'
import { matchesGlob } from '../glob.ts'
import { allProfiles } from '../find.ts'
import { factories, type Factory, type FlipSettings } from '../model.ts'
import { baseName } from '../path-format.ts'
import { createVideo } from '../sources.ts'
import { flipOf } from './factory-settings.ts'

/** World time that one look through the bucket takes, in ms; asked for again meanwhile, it has already started. */
const syncTime = 10_000

/** A synchronisation that is under way, by its factory. */
const syncs = defineTable<{ id: string; startedAt: number }>('telestream_syncs')

/** POST /factories/{id}/sync.json: switches the synchronisation on, and begins one at once; or switches it off. */
export function sync({ world, input }: Call, factory: Factory) {
  const wanted = input.boolean('sync')
  if (wanted === undefined) throw missingParameters('sync')
  if (wanted && flipOf(factory).inputBucket === null)
    throw badRequest('The factory has no input bucket; set its input_bucket_name')
  return world.state.transaction(() => {
    const changed: Factory = { ...factory, flip: { ...factory.flip, inputWatch: wanted } }
    world.state.table(factories).put(changed)
    if (!wanted) {
      stop(world, factory)
      // The clients know two words only, and take null.
      return { syncing: null }
    }
    return { syncing: start(world, factory) ? 'starting' : 'already_started' }
  })
}

/** Makes the waiting synchronisation what the factory's settings say; to be called in a transaction. */
export function scheduleSync(world: World, factory: Factory): void {
  if (world.state.table(syncs).get(factory.id)) return
  world.jobs.cancel(subject(factory))
  const { inputWatch, inputBucket, inputEvery } = flipOf(factory)
  if (!inputWatch || inputBucket === null) return
  world.jobs.schedule({
    kind: 'telestream.factory-sync-start',
    dueAt: world.clock.now() + inputEvery * 60_000,
    payload: { factoryId: factory.id },
    subject: subject(factory),
    background: true,
  })
}

/** Answers whether there was none under way. */
function start(world: World, { id }: Pick<Factory, 'id'>): boolean {
  if (world.state.table(syncs).get(id)) return false
  const startedAt = world.clock.now()
  world.jobs.cancel(subject({ id }))
  world.state.table(syncs).insert({ id, startedAt })
  world.jobs.schedule({
    kind: 'telestream.factory-sync',
    dueAt: startedAt + syncTime,
    payload: { factoryId: id },
    subject: subject({ id }),
  })
  return true
}

function stop(world: World, factory: Factory): void {
  world.jobs.cancel(subject(factory))
  world.state.table(syncs).delete(factory.id)
}

const subject = ({ id }: Pick<Factory, 'id'>) => `sync/${id}`

export const syncJobs: Service['jobs'] = {
  'telestream.factory-sync-start'(job, world) {
    const { factoryId } = job.payload as { factoryId: string }
    return () => {
      if (world.state.table(factories).get(factoryId)) start(world, { id: factoryId })
    }
  },

  async 'telestream.factory-sync'(job, world) {
    const { factoryId } = job.payload as { factoryId: string }
    const factory = world.state.table(factories).get(factoryId)
    if (factory) for await (const file of newFiles(world, factory)) await submit(world, factory, file)
    return () => {
      world.state.table(syncs).delete(factoryId)
      const current = world.state.table(factories).get(factoryId)
      if (current) scheduleSync(world, current)
    }
  },
}

/** Files that the factory has not seen in this version. A bucket that is gone has none. */
async function* newFiles(world: World, factory: Factory): AsyncGenerator<ObjectHead> {
  const flip = flipOf(factory)
  let after: string | undefined
  do {
    const page = await listPage(world, flip, after)
    for (const head of page.objects) {
      if (flip.inputFiles[head.key] !== head.etag && isWanted(head, flip)) yield head
    }
    after = page.next
  } while (after !== undefined)
}

async function listPage(world: World, { inputBucket }: FlipSettings, after: string | undefined): Promise<Listing> {
  try {
    return await world.objects.list(inputBucket ?? '', after === undefined ? {} : { after })
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket')) return { objects: [], prefixes: [] }
    throw error
  }
}

function isWanted({ key, size }: ObjectHead, { inputRecursive, inputPattern }: FlipSettings): boolean {
  if (size === 0 || (!inputRecursive && key.includes('/'))) return false
  return inputPattern === null || matchesGlob(inputPattern, inputPattern.includes('/') ? key : baseName(key))
}

/** The video and the note that its file was taken are one: after a crash no file is taken twice. */
async function submit(world: World, factory: Factory, { bucket, key, etag }: ObjectHead): Promise<void> {
  await createVideo(world, factory, {
    sourceUrl: `${world.bucketUrl(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`,
    fileName: key,
    profiles: allProfiles(world, factory),
    pathFormat: factory.outputsPathFormat ?? ':id',
    payload: null,
    blobs: [],
    from: { bucket, key },
    also() {
      const current = world.state.table(factories).get(factory.id) ?? factory
      const inputFiles = { ...flipOf(current).inputFiles, [key]: etag }
      world.state.table(factories).put({ ...current, flip: { ...current.flip, inputFiles } })
    },
  })
}
