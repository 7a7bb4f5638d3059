// Who wants to hear of what is written to a bucket. The job that tells them is scheduled by the transaction that writes the object:
// neither can be there without the other.
import type { State } from '../state/state.ts'
import { defineTable } from '../state/table.ts'
import type { ScheduleOptions } from '../time/jobs.ts'
import type { ObjectHead } from './object-store.ts'

export interface Watch {
  id: string
  bucket: string
  /** Of the job: `SERVICE.WHAT`. Its payload is a `Notice`, its subject the watch's id. */
  kind: string
  /** World time from the writing to the job, in ms. */
  delay: number
}

/** What a watcher is told of an object. By then another may have taken its place. */
export interface Notice {
  watchId: string
  key: string
  etag: string
}

export interface WatchesOptions {
  state: State
  /** ms of the world's clock. */
  now: () => number
  schedule: (job: ScheduleOptions) => void
}

const table = defineTable<Watch>('object_watches', { indexes: [['bucket']] })

export class Watches {
  readonly #options: WatchesOptions

  constructor(options: WatchesOptions) {
    this.#options = options
  }

  /** Begins to watch a bucket, or changes how it is watched. */
  put(watch: Watch): void {
    this.#options.state.table(table).put(watch)
  }

  /** Jobs that are scheduled already stay. */
  delete(id: string): void {
    this.#options.state.table(table).delete(id)
  }

  /** To be called in the transaction that writes the object. */
  notice({ bucket, key, etag }: Pick<ObjectHead, 'bucket' | 'key' | 'etag'>): void {
    const { state, now, schedule } = this.#options
    for (const { id, kind, delay } of state.table(table).list({ where: { bucket } })) {
      const payload: Notice = { watchId: id, key, etag }
      schedule({ kind, dueAt: now() + delay, payload, subject: id })
    }
  }
}
