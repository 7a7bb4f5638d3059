// Objects below another: MinIO keeps `dir/film` beside an object `dir`, and does not list it. The world knows what it wrote there.
import type { S3Client } from '@aws-sdk/client-s3'
import { etagOf } from './etag-of.ts'
import type { ObjectFacts } from './object-facts.ts'
import type { Sdk } from './sdk.ts'

export interface Below {
  key: string
  s3Etag: string
  size: number
}

export interface BelowContext {
  sdk: Sdk
  client: S3Client
  facts: ObjectFacts
  /** The world's name and the S3's. */
  bucket: string
  backing: string
}

/** Objects that are looked for at once. */
const atOnce = 16

/**
 * By key, those that are still as the world wrote them; an S3 that lists them tells of them, too.
 * @param isWanted asked before one is looked for
 */
export async function* listBelow(
  { sdk, client, facts, bucket, backing }: BelowContext,
  options: { prefix?: string; after?: string } = {},
  isWanted: (key: string) => boolean = () => true,
): AsyncGenerator<Below> {
  const there = async (written: Below) =>
    (await etagOf(sdk, client, backing, written.key)) === written.s3Etag ? written : undefined
  let asked: Promise<Below | undefined>[] = []
  for (const row of facts.below(bucket, options)) {
    if (!isWanted(row.key)) continue
    asked.push(there({ key: row.key, s3Etag: row.s3Etag, size: row.head.size }))
    if (asked.length < atOnce) continue
    for (const found of await Promise.all(asked)) if (found) yield found
    asked = []
  }
  for (const found of await Promise.all(asked)) if (found) yield found
}
