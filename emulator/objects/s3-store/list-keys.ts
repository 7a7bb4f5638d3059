// All keys of a bucket, as the S3 has them.
import type { S3Client } from '@aws-sdk/client-s3'
import { withoutQuotes } from './object-reader.ts'
import { asking } from './refusals.ts'
import type { Sdk } from './sdk.ts'

export interface ListedKey {
  key: string
  etag: string
}

/** @param Bucket the S3's name */
export async function* listKeys(sdk: Sdk, client: S3Client, Bucket: string): AsyncGenerator<ListedKey> {
  let token: string | undefined
  do {
    const page = await asking({ bucket: Bucket }, () =>
      client.send(
        new sdk.ListObjectsV2Command({
          Bucket,
          // XML has no way to say some characters.
          EncodingType: 'url',
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      ),
    )
    for (const { Key = '', ETag } of page.Contents ?? [])
      yield { key: decodeURIComponent(Key.replaceAll('+', '%20')), etag: withoutQuotes(ETag) }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}
