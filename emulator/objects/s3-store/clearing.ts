// What becomes of a world's buckets when it ends or begins anew.
import type { S3Client } from '@aws-sdk/client-s3'
import type { BackingBuckets } from './backing-buckets.ts'
import { deleteKeys } from './delete-keys.ts'
import { etagOf } from './etag-of.ts'
import type { ObjectFacts } from './object-facts.ts'
import { asking, codeOf, refusalOf } from './refusals.ts'
import type { Sdk } from './sdk.ts'

/**
 * All buckets of a world whose names say that they are its own, also those that a killed process left.
 * @param kept names of those that stay
 */
export async function clearByName(
  sdk: Sdk,
  client: S3Client,
  begin: string,
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await asking({ bucket: begin }, () =>
      client.send(new sdk.ListBucketsCommand(token === undefined ? {} : { ContinuationToken: token })),
    )
    for (const { Name = '' } of page.Buckets ?? [])
      if (Name.startsWith(begin) && !kept.has(Name)) await clearBucket(sdk, client, Name)
    token = page.ContinuationToken
  }
}

/**
 * Where names do not tell: what the world made itself. Of a bucket that was there before it, the objects that it wrote and
 * that nobody replaced since.
 */
export async function clearByNotes(
  sdk: Sdk,
  client: S3Client,
  buckets: BackingBuckets,
  facts: ObjectFacts,
): Promise<void> {
  for (const { name } of buckets.list()) {
    const Bucket = buckets.nameFor(name)
    if (!buckets.isAdopted(name)) await clearBucket(sdk, client, Bucket)
    else
      for (const page of facts.written(name)) {
        const ours: string[] = []
        for (const { key, s3Etag } of page) if ((await etagOf(sdk, client, Bucket, key)) === s3Etag) ours.push(key)
        await deleteKeys(sdk, client, Bucket, ours)
      }
  }
}

/** A bucket with what is in it; one that is gone already is none. */
export async function clearBucket(sdk: Sdk, client: S3Client, Bucket: string): Promise<void> {
  try {
    await empty(sdk, client, Bucket)
    await client.send(new sdk.DeleteBucketCommand({ Bucket }))
  } catch (error) {
    if (codeOf(error) !== 'NoSuchBucket') throw refusalOf(error, { bucket: Bucket })
  }
}

async function empty(sdk: Sdk, client: S3Client, Bucket: string): Promise<void> {
  // To the last page, which is empty: MinIO lists what is below an object once that is gone. One that comes twice cannot be deleted.
  for (let last = ''; ;) {
    const page = await client.send(new sdk.ListObjectsV2Command({ Bucket, EncodingType: 'url' }))
    const keys = (page.Contents ?? []).map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', '%20')))
    const told = keys.join('\n')
    if (told === last) break
    last = told
    await deleteKeys(sdk, client, Bucket, keys)
  }
  // Parts that a broken connection left; nobody saw them, but they take their place.
  const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket }))
  for (const { Key, UploadId } of Uploads)
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
}
