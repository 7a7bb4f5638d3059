// Whom a watch rule can submit to, by the name of the service.
import { UniqueViolation } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import type { ObjectHead } from '../../../objects/object-store.ts'
import { allProfiles } from '../find.ts'
import { factories, videos } from '../model.ts'
import { createVideo } from '../sources.ts'
import { refuseWatched, submitWatched } from '../workflows/submit-watched.ts'
import type { Store, WatchRule } from './model.ts'
import { signedUrl } from './object-url.ts'
import { longestExpiry } from '../../../s3/presign.ts'

export interface WatchedObject {
  rule: WatchRule
  store: Store
  head: ObjectHead
  /** Of the video or job to be made. */
  resultId: string
  /** To be called in the transaction that makes it. */
  done: () => void
}

export interface WatchTarget {
  /** The ids of what it makes are of this kind. */
  idKind: string
  /** Why nothing can be submitted to the resource of that id; undefined when it can. */
  refuse: (world: World, id: string) => string | undefined
  submit: (world: World, watched: WatchedObject) => Promise<void>
}

/** `vantage-cloud-port` is how Telestream's notifications call the hosted workflows. */
const targets: Readonly<Record<string, WatchTarget>> = {
  flip: {
    idKind: 'video',
    refuse: (world, id) => (world.state.table(factories).get(id) ? undefined : `Couldn't find Factory with ID=${id}`),
    submit: submitVideo,
  },
  'vantage-cloud-port': { idKind: 'workflow-job', refuse: refuseWatched, submit: submitWatched },
}

export const watchableServices = Object.keys(targets)

export function watchTarget(serviceName: string): WatchTarget | undefined {
  return Object.hasOwn(targets, serviceName) ? targets[serviceName] : undefined
}

/** With all profiles, as a video that is made without naming any (§3.2). */
async function submitVideo(world: World, { rule, store, head, resultId, done }: WatchedObject): Promise<void> {
  const factory = world.state.table(factories).get(rule.serviceId)
  if (!factory || world.state.table(videos).get(resultId)) return
  try {
    await createVideo(world, factory, {
      id: resultId,
      sourceUrl: await signedUrl(world, store, head.key, { expiresIn: longestExpiry }),
      fileName: head.key,
      profiles: allProfiles(world, factory),
      pathFormat: factory.outputsPathFormat ?? ':id',
      payload: null,
      blobs: [],
      from: { bucket: store.bucket, key: head.key },
      also: done,
    })
  } catch (error) {
    // Another notice of the same object was quicker.
    if (!(error instanceof UniqueViolation)) throw error
  }
}
