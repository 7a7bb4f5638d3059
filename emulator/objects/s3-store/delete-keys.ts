// Many objects of a bucket, deleted in few requests.
import type { S3Client } from '@aws-sdk/client-s3'
import { ObjectStoreUnavailable } from '../errors.ts'
import { keepsApart, mayBeAnother } from './paths.ts'
import { asking, codeOf, refusalOf, refusesKey } from './refusals.ts'
import type { Sdk } from './sdk.ts'

/** S3 takes no more at a time. */
const mostAtOnce = 1000

/** What XML 1.0 has no way to say. */
const unspeakable = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/

/** Keys without an object are passed over. `Bucket` is the S3's name. */
export async function deleteKeys(sdk: Sdk, client: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  const wanted = [...new Set(keys)]
  const isOdd = (key: string) => unspeakable.test(key) || mayBeAnother(key)
  const spoken = wanted.filter((key) => !isOdd(key))
  for (let at = 0; at < spoken.length; at += mostAtOnce) {
    const Objects = spoken.slice(at, at + mostAtOnce).map((Key) => ({ Key }))
    const { Errors = [] } = await asking({ bucket: Bucket }, () =>
      client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })),
    )
    const refused = Errors.find(({ Code }) => Code !== 'NoSuchKey' && !refusesKey(Code))
    if (refused)
      throw new ObjectStoreUnavailable(`The object store kept ${refused.Key}: ${refused.Code} ${refused.Message}`)
  }
  for (const Key of wanted.filter(isOdd)) {
    if (!(await keepsApart(sdk, client, Bucket, Key))) continue
    try {
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }))
    } catch (error) {
      if (!refusesKey(codeOf(error))) throw refusalOf(error, { bucket: Bucket })
    }
  }
}
