// What is in the buckets of an S3, carried out of it and into another: for worlds as files.
import type { ObjectProperties } from '../object-store.ts'
import { propertiesOf } from '../object-rows.ts'
import type { State } from '../../state/state.ts'
import type { CarriedObject, CarriedBody } from '../external-store.ts'
import { BackingBuckets } from './backing-buckets.ts'
import type { CopyContext } from './copy-buckets.ts'
import { listKeys } from './list-keys.ts'
import { ObjectFacts } from './object-facts.ts'
import { objectInput } from './object-input.ts'
import { ObjectReader, withoutQuotes } from './object-reader.ts'
import { asking } from './refusals.ts'

/** What is larger goes in parts of this size, in bytes. */
const partSize = 8 * 1024 * 1024

/** See `ExternalStore.readBuckets`. */
export async function* readBuckets(context: CopyContext, name: string, rows: State): AsyncGenerator<CarriedBody> {
  const { sdk, client } = context
  const buckets = bucketsOf(context, name, rows)
  const facts = new ObjectFacts(rows)
  const reader = new ObjectReader(sdk, client, buckets, facts)
  for (const { name: bucket } of buckets.list())
    for await (const { key, etag } of listKeys({ sdk, client, facts, bucket, backing: buckets.nameFor(bucket) })) {
      const { head, body } = await reader.get(bucket, key, {})
      yield { bucket, key, etag, properties: propertiesOf(head), publicRead: head.publicRead, body }
    }
}

/** See `ExternalStore.writeBuckets`. */
export async function writeBuckets(
  context: CopyContext,
  name: string,
  rows: State,
  objects: Iterable<CarriedObject>,
  bodyOf: (object: CarriedObject) => ReadableStream<Uint8Array>,
): Promise<(copy: State) => void> {
  const { sdk, client } = context
  const buckets = bucketsOf(context, name, rows)
  for (const { name: bucket } of buckets.list()) await buckets.ensure(bucket)
  const renamed: { object: CarriedObject; after: string }[] = []
  for (const object of objects) {
    const { bucket, key, properties, publicRead } = object
    const publicBy = publicRead ? buckets.publicBy(bucket) : undefined
    const upload = new sdk.Upload({
      client,
      queueSize: 1,
      partSize,
      params: {
        Bucket: buckets.nameOf(bucket),
        Key: key,
        Body: bodyOf(object),
        ...objectInput(properties satisfies ObjectProperties, publicBy),
      },
    })
    const { ETag } = await asking(object, () => upload.done())
    renamed.push({ object, after: withoutQuotes(ETag) })
  }
  return (copy) => {
    const facts = new ObjectFacts(copy)
    copy.transaction(() => {
      for (const { object, after } of renamed) facts.rename(object.bucket, object.key, object.etag, after)
    })
  }
}

function bucketsOf({ sdk, client, prefix, region }: CopyContext, world: string, state: State): BackingBuckets {
  return new BackingBuckets({ sdk, client, prefix, region, world, state, now: () => 0 })
}
