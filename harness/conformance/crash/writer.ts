// A process that writes objects until it is killed: node writer.ts DIRECTORY FIRST_VERSION
import { writeSync } from 'node:fs'
import { isObjectStoreError } from '../../../emulator/objects/errors.ts'
import { streamOf } from '../object-store/bytes.ts'
import { openDurableStore } from './durable-store.ts'
import { bucket, bytesOf, lanes, type Told } from './versions.ts'

const [directory = '', first = '1'] = process.argv.slice(2)
const { store } = await openDurableStore(directory)
await store.createBucket(bucket).catch((error: unknown) => {
  if (!isObjectStoreError(error, 'BucketAlreadyExists')) throw error
})

function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`)
}

async function write(key: string, version: number): Promise<void> {
  const metadata = { version: String(version) }
  if (version === 0) {
    await store.delete(bucket, key)
  } else if (version % 5 === 1) {
    const upload = await store.createUpload(bucket, key, { metadata })
    await store.putPart(upload, 1, streamOf(bytesOf(version + 1), 16_384))
    await store.completeUpload(upload, [await store.putPart(upload, 1, streamOf(bytesOf(version), 16_384))])
  } else if (version % 5 === 2) {
    const from = { bucket, key: `${key}/copied` }
    await store.put(from.bucket, from.key, bytesOf(version))
    await store.copy(from, { bucket, key }, { replace: { metadata } })
    await store.delete(from.bucket, from.key)
  } else {
    await store.put(bucket, key, streamOf(bytesOf(version), 16_384), { metadata })
  }
}

async function writeForever(lane: string): Promise<never> {
  for (let version = Number(first); ; version += 1) {
    const told = { key: `${lane}/${version % 3}`, version: version % 7 === 0 ? 0 : version }
    tell({ event: 'begun', ...told })
    await write(told.key, told.version)
    tell({ event: 'acknowledged', ...told })
  }
}

await Promise.all(lanes.map(writeForever))
