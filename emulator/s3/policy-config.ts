// The policy of a bucket: put, get, delete, and whether it makes the bucket public.
import type { BucketSettings } from '../objects/bucket-settings.ts'
import { type Answer, type Asked, noContent, readText, xmlAnswer } from './call.ts'
import { accessDenied, noSuchConfiguration, S3Error } from './errors.ts'
import { isPublic } from './policy.ts'
import { parsePolicy } from './policy-document.ts'
import { publicAccess } from './public-access.ts'
import { element, xmlDocument } from './xml.ts'

const maxPolicyBytes = 20 * 1024

/** @throws {S3Error} MalformedPolicy, NotImplemented, AccessDenied when public policies are blocked */
export async function putBucketPolicy(asked: Asked): Promise<Answer> {
  const { store, bucket } = asked
  const settings = store.settings(bucket)
  const text = await readText(asked, 1024 * 1024)
  if (text.length > maxPolicyBytes)
    throw new S3Error(
      400,
      'PolicyTooLarge',
      `Policy exceeds the maximum allowed document size of ${maxPolicyBytes} bytes`,
    )
  const statements = parsePolicy(text, bucket)
  if (publicAccess(settings).blockPublicPolicy && isPublic(statements)) throw accessDenied()
  await store.changeSettings(bucket, { policy: { text, statements } })
  return noContent
}

/** As it was put. */
export function getBucketPolicy(asked: Asked): Answer {
  return { headers: { 'content-type': 'application/json' }, body: policyOf(asked).text }
}

export async function deleteBucketPolicy({ store, bucket }: Asked): Promise<Answer> {
  await store.changeSettings(bucket, { policy: undefined })
  return noContent
}

export function getBucketPolicyStatus(asked: Asked): Answer {
  return xmlAnswer(xmlDocument('PolicyStatus', element('IsPublic', isPublic(policyOf(asked).statements))))
}

/** @throws {S3Error} NoSuchBucketPolicy */
function policyOf({ store, bucket }: Asked): NonNullable<BucketSettings['policy']> {
  const { policy } = store.settings(bucket)
  if (policy === undefined) throw noSuchConfiguration('NoSuchBucketPolicy', 'The bucket policy does not exist', bucket)
  return policy
}
