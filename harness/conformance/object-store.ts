// What every object store must do, embedded or not. A store passes by calling this in a test file.
import { afterEach, beforeEach, describe } from 'vitest'
import type { Blobs } from '../../emulator/objects/blobs.ts'
import type { ObjectStore } from '../../emulator/objects/object-store.ts'
import { assembling } from './object-store/assembling.ts'
import { buckets } from './object-store/buckets.ts'
import { concurrency } from './object-store/concurrency.ts'
import { conditions } from './object-store/conditions.ts'
import { copying } from './object-store/copying.ts'
import { keys } from './object-store/keys.ts'
import { listing } from './object-store/listing.ts'
import { multipart } from './object-store/multipart.ts'
import { objects } from './object-store/objects.ts'
import { ranges } from './object-store/ranges.ts'

export interface OpenStore {
  /** Empty. */
  store: ObjectStore
  /** Where the blobs come from that it assembles objects of. */
  blobs: Blobs
  /** Also clears away what the tests left, where the store outlives them. */
  close(): Promise<void>
}

export interface ConformanceOptions {
  /**
   * `any` (the default): every key that S3's rules allow. `paths`: only what a store on a file system or behind XML takes,
   * as MinIO is: no control characters, no empty, `.` or `..` segments.
   */
  keys?: KeyKind
  /** Tries of each property test; default 40. A store behind a network wants fewer. */
  runs?: number
}

export type KeyKind = 'any' | 'paths'

/** What the tests of one subject are handed. */
export interface Subject {
  /** The store of the running test. */
  store(): ObjectStore
  blobs(): Blobs
  keys: KeyKind
  runs: number
}

/**
 * Declares the suite.
 * @param name of the store: `memory`
 * @param open called before each test
 */
export function objectStoreConformance(
  name: string,
  open: () => Promise<OpenStore>,
  options: ConformanceOptions = {},
): void {
  describe(`the ${name} store`, () => {
    let opened: OpenStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())
    const subject: Subject = {
      store: () => opened.store,
      blobs: () => opened.blobs,
      keys: options.keys ?? 'any',
      runs: options.runs ?? 40,
    }
    for (const declare of [
      buckets,
      objects,
      keys,
      ranges,
      conditions,
      copying,
      listing,
      multipart,
      assembling,
      concurrency,
    ]) {
      declare(subject)
    }
  })
}
