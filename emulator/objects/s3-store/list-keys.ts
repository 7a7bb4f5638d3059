// All keys of a bucket, as the S3 has them.
import type { S3Client } from '@aws-sdk/client-s3'
import { type BelowContext, listBelow } from './list-below.ts'
import { withoutQuotes } from './object-reader.ts'
import { asking } from './refusals.ts'
import type { Sdk } from './sdk.ts'

export interface ListedKey {
  key: string
  etag: string
}

/** Also those that the S3 keeps and does not list. */
export async function* listKeys(context: BelowContext): AsyncGenerator<ListedKey> {
  const hidden = new Map<string, string>()
  for await (const { key, s3Etag } of listBelow(context)) hidden.set(key, s3Etag)
  for await (const listed of keysListed(context.sdk, context.client, context.backing)) {
    hidden.delete(listed.key)
    yield listed
  }
  for (const [key, etag] of hidden) yield { key, etag }
}

/** @param Bucket the S3's name */
async function* keysListed(sdk: Sdk, client: S3Client, Bucket: string): AsyncGenerator<ListedKey> {
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
