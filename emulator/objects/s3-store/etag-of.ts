// What the S3 calls the object of a key now.
import type { S3Client } from '@aws-sdk/client-s3'
import { withoutQuotes } from './object-reader.ts'
import { codeOf, refusalOf } from './refusals.ts'
import type { Sdk } from './sdk.ts'

/** Undefined when there is none. `Bucket` is the S3's name. @throws {ObjectStoreError} */
export async function etagOf(sdk: Sdk, client: S3Client, Bucket: string, Key: string): Promise<string | undefined> {
  try {
    return withoutQuotes((await client.send(new sdk.HeadObjectCommand({ Bucket, Key }))).ETag)
  } catch (error) {
    if (codeOf(error) === 'NotFound') return undefined
    throw refusalOf(error, { bucket: Bucket, key: Key })
  }
}
