// The double's own store and one over MinIO, asked the same: neither client nor vendor's API may see which one there is.
import { openDatabase } from '#platform'
import { expect, it, onTestFinished } from 'vitest'
import type { EmbeddedStoreOptions } from '../../../emulator/objects/embedded-store.ts'
import { createEmbeddedStore } from '../../../emulator/objects/embedded-store.ts'
import { MemoryBlobs } from '../../../emulator/objects/memory-blobs.ts'
import type { ObjectStore } from '../../../emulator/objects/object-store.ts'
import { openS3Store } from '../../../emulator/objects/s3-store/open-s3-store.ts'
import { State } from '../../../emulator/state/state.ts'
import { minioKeys } from '../../container/minio.ts'
import { Chance } from '../../hostile/chance.ts'
import { minioOfFile } from '../minio-of-file.ts'
import { drawOperation, type Told } from './draw-operation.ts'
import { outcome } from './outcome.ts'

const over = minioOfFile()
const operations = 400

async function open(make: (options: EmbeddedStoreOptions) => ObjectStore, now: () => number) {
  const state = new State(await openDatabase())
  onTestFinished(() => state.close())
  const store = make({ state, blobs: new MemoryBlobs(), now, ids: (kind) => `${kind}-${state.next(kind)}` })
  for (const bucket of ['films', 'other']) await store.createBucket(bucket)
  return store
}

it.each([1, 2, 3])('the own store and MinIO answer the same to the same operations (seed %i)', async (seed) => {
  const external = await openS3Store({ endpoint: over.minio.endpoint, credentials: minioKeys })
  onTestFinished(() => external.close())
  let instant = 0
  const now = () => instant
  let drop: (() => Promise<void>) | undefined
  const own = await open(createEmbeddedStore, now)
  const elsewhere = await open((options) => {
    const buckets = external.bucketsOf({ world: `seed-${seed}`, ...options })
    drop = buckets.drop
    return buckets.store
  }, now)

  const told: Told = { etags: [], uploads: [] }
  const outcomes = new Set<string>()
  for (let number = 0; number < operations; number += 1) {
    instant += 7
    const { label, run } = drawOperation(new Chance(seed, number), told)
    const [here, there] = await Promise.all([own, elsewhere].map((store) => outcome(run(store))))
    expect(`${number}: ${label}\n${there}`).toBe(`${number}: ${label}\n${here}`)
    outcomes.add(here?.startsWith('refused: ') ? here : 'done')
  }
  for (const bucket of ['films', 'other'])
    expect(await outcome(elsewhere.list(bucket))).toBe(await outcome(own.list(bucket)))
  for (const code of ['NoSuchKey', 'NoSuchBucket', 'PreconditionFailed', 'InvalidRange', 'DigestMismatch'])
    expect(outcomes).toContain(`refused: ${code}`)
  expect(outcomes).toContain('done')
  await drop?.()
  expect((await over.buckets()).filter((name) => name.includes(`seed-${seed}`))).toEqual([])
})
