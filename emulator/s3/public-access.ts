// The public access block of a bucket: what it forbids, whatever its policy and ACLs say.
import type { BucketSettings, PublicAccessBlock } from '../objects/bucket-settings.ts'
import { type Answer, type Asked, noContent, readDocument, xmlAnswer } from './call.ts'
import { noSuchConfiguration } from './errors.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument } from './xml.ts'

const nothing: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
}

/** Of a bucket without one, nothing is blocked: buckets are born open to what their owner sets. */
export function publicAccess({ publicAccessBlock = nothing }: BucketSettings): PublicAccessBlock {
  return publicAccessBlock
}

const names = {
  BlockPublicAcls: 'blockPublicAcls',
  IgnorePublicAcls: 'ignorePublicAcls',
  BlockPublicPolicy: 'blockPublicPolicy',
  RestrictPublicBuckets: 'restrictPublicBuckets',
} as const

/** @throws {S3Error} NoSuchPublicAccessBlockConfiguration */
export function getPublicAccessBlock({ store, bucket }: Asked): Answer {
  const { publicAccessBlock } = store.settings(bucket)
  if (!publicAccessBlock)
    throw noSuchConfiguration(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      bucket,
    )
  const flags = Object.entries(names).map(([name, flag]) => element(name, publicAccessBlock[flag]))
  return xmlAnswer(xmlDocument('PublicAccessBlockConfiguration', flags.join('')))
}

export async function putPublicAccessBlock(asked: Asked): Promise<Answer> {
  const document = await readDocument(asked, 'PublicAccessBlockConfiguration')
  const content = new XmlContent(document, Object.keys(names))
  const publicAccessBlock = { ...nothing }
  for (const [name, flag] of Object.entries(names)) publicAccessBlock[flag] = content.flag(name) ?? false
  await asked.store.changeSettings(asked.bucket, { publicAccessBlock })
  return {}
}

export async function deletePublicAccessBlock({ store, bucket }: Asked): Promise<Answer> {
  await store.changeSettings(bucket, { publicAccessBlock: undefined })
  return noContent
}
