// The life of a job (§7): its sources are brought to where it runs, it progresses by the clock, it writes its outputs or fails.
import { probe } from '../../../media/probe.ts'
import { sampleFor } from '../../../media/samples.ts'
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Effect } from '../../../time/jobs.ts'
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { deliberateFailure } from '../deliberate-failure.ts'
import { type ErrorClass, sourcesBucket } from '../model.ts'
import { baseName, extensionOf } from '../path-format.ts'
import { noteEgress } from '../stores/egress.ts'
import type { Place } from '../stores/places.ts'
import { stores } from '../stores/model.ts'
import { keyBelow } from './folder-offset.ts'
import { type Action, type HeldSource, type Output, type WorkflowJob, workflowJobs } from './model.ts'
import { hold, Unreachable } from './sources.ts'

interface Failure {
  errorClass: ErrorClass
  errorMessage: string
}

/** A source with such a name is looked into; others (a CML document, MXF) are what Vantage knows and this double does not. */
const probed = new Set([
  '.mp4',
  '.m4v',
  '.m4a',
  '.mov',
  '.3gp',
  '.webm',
  '.mkv',
  '.ogg',
  '.mp3',
  '.wav',
  '.flac',
  '.ts',
])

export const workflowRunJobs: Service['jobs'] = {
  async 'telestream.workflow-start'(job, world) {
    const found = find(world, job.payload)
    if (!found) return undefined
    const gathered = await gather(world, found)
    if ('errorClass' in gathered) {
      await dropScratch(world, found)
      return () => fail(world, found, gathered, 0)
    }
    return () => {
      const held = gathered.map((source) => source.held)
      const started: WorkflowJob = { ...found, held, startedAt: job.dueAt, updatedAt: job.dueAt }
      world.state.table(workflowJobs).put(started)
      for (const {
        held: { name, size },
        place,
      } of gathered) {
        for (const to of placesOf(started)) {
          const source = started.sources[name] ?? ''
          noteEgress(world, {
            job: { service: 'vantage-cloud-port', id: started.id },
            source,
            bytes: size,
            from: place,
            to,
          })
        }
      }
      const end = job.dueAt + (started.takes * (askedFailure(started)?.at ?? 100)) / 100
      const payload = { jobId: started.id }
      world.jobs.schedule({ kind: 'telestream.workflow-finish', dueAt: end, payload, subject: started.id })
    }
  },

  async 'telestream.workflow-finish'(job, world) {
    const found = find(world, job.payload)
    if (!found) return undefined
    const effect = await finish(world, found)
    await dropScratch(world, found)
    return effect
  },
}

function find(world: World, payload: unknown): WorkflowJob | undefined {
  const job = world.state.table(workflowJobs).get((payload as { jobId: string }).jobId)
  return job?.status === 'in_progress' ? job : undefined
}

async function gather(
  world: World,
  { id, sources }: WorkflowJob,
): Promise<{ held: HeldSource; place: Place }[] | Failure> {
  const gathered: { held: HeldSource; place: Place }[] = []
  for (const [index, [name, url]] of Object.entries(sources).entries()) {
    try {
      gathered.push(await hold(world, { name, url, scratch: scratchKey(id, index) }))
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { errorClass: 'DownloadFailed', errorMessage: `Could not get the source ${name}: ${error.message}` }
    }
  }
  return gathered
}

/** Each place in which an action runs, once. */
function placesOf({ actions }: WorkflowJob): Place[] {
  const places = actions.map(({ provider, region, storeId }): Place => ({ provider, region, storeId }))
  return places.filter(
    (place, at) => places.findIndex((one) => one.provider === place.provider && one.region === place.region) === at,
  )
}

/** By the name of the job, or of a source. */
function askedFailure({ name, sources }: WorkflowJob) {
  return [name, ...Object.values(sources)].map(deliberateFailure).find((failure) => failure !== undefined)
}

async function finish(world: World, job: WorkflowJob): Promise<Effect> {
  const asked = askedFailure(job)
  if (asked) {
    const errorMessage = 'Failed because the job or its source is called so'
    return () => fail(world, job, { errorClass: asked.errorClass, errorMessage }, asked.at)
  }
  const failure = await lookInto(world, job)
  if (failure) return () => fail(world, job, failure, 0)
  const actions: Action[] = []
  for (const action of job.actions) {
    const outputs = await write(world, job, action)
    if ('errorClass' in outputs) return () => fail(world, job, outputs, 99)
    actions.push({ ...action, outputs })
  }
  return () => {
    const now = world.clock.now()
    const done = { status: 'completed', state: 'succeeded', progress: 100, completedAt: now, updatedAt: now } as const
    world.state.table(workflowJobs).put({ ...job, ...done, actions })
  }
}

async function lookInto(world: World, { held, sources }: WorkflowJob): Promise<Failure | undefined> {
  for (const { name, bucket, key, size } of held) {
    const read = (start: number, end: number) => world.objects.readRange(bucket, key, start, end)
    try {
      const known = probed.has(extensionOf(fileName(sources[name] ?? '')))
      if (size > 0 && (!known || (await probe({ size, read })))) continue
      return { errorClass: 'FormatNotRecognised', errorMessage: `The format of the source ${name} was not recognised` }
    } catch (error) {
      if (!isObjectStoreError(error, 'NoSuchKey') && !isObjectStoreError(error, 'NoSuchBucket')) throw error
      return { errorClass: 'FileNotFound', errorMessage: `The source ${name} is not there any more` }
    }
  }
  return undefined
}

/** A small real MP4 where the action would have written its own; the job's id is in its name, so that no job overwrites another's. */
async function write(world: World, job: WorkflowJob, action: Action): Promise<Output[] | Failure> {
  const store = world.state.table(stores).get(action.storeId)
  const sample = await sampleFor('.mp4')
  if (!store || !sample) return { errorClass: 'UnexpectedError', errorMessage: 'The store is not there any more' }
  const [url = ''] = Object.values(job.sources)
  const stem =
    fileName(url)
      .replace(/\.[^.]*$/, '')
      .replaceAll(/[\u0000-\u001f\u007f/\\]/g, '_') || 'output'
  const path = keyBelow(action.folderOffset, `${stem.slice(0, 200)}_${job.id}.mp4`)
  const { cache_control: cacheControl } = store.settings
  try {
    await world.objects.put(store.bucket, path, sample.bytes, {
      contentType: sample.mimeType,
      publicRead: !store.privateAccess,
      ...(typeof cacheControl === 'string' && cacheControl !== '' ? { cacheControl } : {}),
    })
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
    return { errorClass: 'S3Error', errorMessage: `The bucket ${store.bucket} does not exist` }
  }
  return [{ path, size: sample.bytes.length, mimeType: sample.mimeType }]
}

function fileName(url: string): string {
  const { pathname } = new URL(url)
  try {
    return baseName(decodeURIComponent(pathname))
  } catch {
    return baseName(pathname)
  }
}

const scratchKey = (jobId: string, index: number) => `workflow-jobs/${jobId}/${index}`

/** What was downloaded for a job, if anything was. */
async function dropScratch(world: World, { id, sources }: WorkflowJob): Promise<void> {
  try {
    await world.objects.deleteMany(
      sourcesBucket,
      Object.keys(sources).map((_, index) => scratchKey(id, index)),
    )
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  }
}

function fail(world: World, job: WorkflowJob, { errorClass, errorMessage }: Failure, progress: number): void {
  const now = world.clock.now()
  const failed = { status: 'completed', state: 'failed', progress, errorClass, errorMessage } as const
  world.state.table(workflowJobs).put({ ...job, ...failed, completedAt: now, updatedAt: now })
}
