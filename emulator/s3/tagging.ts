// Tags of objects and of buckets: put, get, delete.
import { type Answer, type Asked, noContent, readDocument, xmlAnswer } from './call.ts'
import { noSuchConfiguration } from './errors.ts'
import { maxBucketTags, maxObjectTags, parseTagging, taggingDocument } from './tags.ts'
import { versionIn } from './version-in.ts'

export function getObjectTagging(asked: Asked): Answer {
  const head = asked.store.headVersion(versionIn(asked))
  return xmlAnswer(taggingDocument(head.tags ?? []), versionHeader(head))
}

export async function putObjectTagging(asked: Asked): Promise<Answer> {
  const tags = parseTagging(await readDocument(asked, 'Tagging'), maxObjectTags)
  return { headers: versionHeader(await asked.store.retouch(versionIn(asked), { tags })) }
}

export async function deleteObjectTagging(asked: Asked): Promise<Answer> {
  return { status: 204, headers: versionHeader(await asked.store.retouch(versionIn(asked), { tags: [] })) }
}

function versionHeader({ versionId }: { versionId?: string }): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId }
}

/** @throws {S3Error} NoSuchTagSet */
export function getBucketTagging({ store, bucket }: Asked): Answer {
  const { tags } = store.settings(bucket)
  if (!tags) throw noSuchConfiguration('NoSuchTagSet', 'The TagSet does not exist', bucket)
  return xmlAnswer(taggingDocument(tags))
}

export async function putBucketTagging(asked: Asked): Promise<Answer> {
  const tags = parseTagging(await readDocument(asked, 'Tagging'), maxBucketTags)
  await asked.store.changeSettings(asked.bucket, { tags })
  return noContent
}

export async function deleteBucketTagging({ store, bucket }: Asked): Promise<Answer> {
  await store.changeSettings(bucket, { tags: undefined })
  return noContent
}
