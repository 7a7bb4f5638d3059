// Keys as an S3 takes them that keeps objects as the files of a directory, as MinIO does: what it cannot say apart it must not be asked for.
import type { S3Client } from '@aws-sdk/client-s3'
import { codeOf, refusalOf, refusesKey } from './refusals.ts'
import type { Sdk } from './sdk.ts'

/**
 * Keys that MinIO takes for another: it drops slashes at the beginning, writes `a/` as `a__XLDIR__`, and keeps what it knows of
 * `a` in `a/xl.meta`.
 */
const mistakable = /^\/|\/xl\.meta(\/|$)|__XLDIR__$/

/** Empty segments, and those that are steps of a path: by some S3s resolved before they are looked at. */
const unclean = /^\/|\/\/|(^|[/\\]) *\.\.? *([/\\]|$)/

/** What an S3 answered that was asked for a key with an empty segment. */
const answers = new WeakMap<S3Client, Promise<boolean>>()

/** Whether the S3 keeps the key apart from all others. `Bucket` is the S3's name. @throws {ObjectStoreError} */
export async function keepsApart(sdk: Sdk, client: S3Client, Bucket: string, key: string): Promise<boolean> {
  return !mistakable.test(key) || (await keepsAnyKey(sdk, client, Bucket))
}

/** Whether such a key may be named among others: of two that are one, MinIO waits for the first to be done with the second. */
export const mayBeAnother = (key: string): boolean => mistakable.test(key) || unclean.test(key)

/** That there is no object under a key with an empty segment says an S3 that could keep one. */
function keepsAnyKey(sdk: Sdk, client: S3Client, Bucket: string): Promise<boolean> {
  const known = answers.get(client)
  if (known) return known
  const asked = client.send(new sdk.GetObjectCommand({ Bucket, Key: 'stuntdouble//asks', Range: 'bytes=0-0' })).then(
    () => true,
    (error: unknown) => {
      const code = codeOf(error)
      if (refusesKey(code)) return false
      if (code === 'NoSuchKey' || code === 'InvalidRange') return true
      answers.delete(client)
      throw refusalOf(error, { bucket: Bucket })
    },
  )
  answers.set(client, asked)
  return asked
}
