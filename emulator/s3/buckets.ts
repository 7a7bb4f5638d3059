// Buckets: create, head, list, delete, where they are.
import { isObjectStoreError } from '../objects/errors.ts'
import type { Tag } from '../objects/bucket-settings.ts'
import { publicGrants } from './acl.ts'
import { type Answer, type Asked, noContent, readText, xmlAnswer } from './call.ts'
import { invalidArgument, invalidBucketName, S3Error } from './errors.ts'
import { ownerElement } from './owner.ts'
import { parseXmlInSlices } from './read-xml.ts'
import { checkTags, maxBucketTags, parseTag } from './tags.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

const usual = 'us-east-1'

/** Names that S3 keeps for itself. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const reserved = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/

/** @throws {S3Error} BucketAlreadyOwnedByYou, InvalidLocationConstraint, InvalidBucketName */
export async function createBucket(asked: Asked): Promise<Answer> {
  const { store, bucket, headers } = asked
  const grants = publicGrants(headers)
  const { region, tags } = await configurationOf(asked)
  if (reserved.test(bucket)) throw invalidBucketName(bucket)
  try {
    await store.createBucket(bucket, { region })
  } catch (error) {
    // "In the us-east-1 Region … Amazon S3 returns 200 OK": making a bucket of one's own again is no error there.
    const again = isObjectStoreError(error, 'BucketAlreadyExists') && region === usual
    if (!again || store.bucket(bucket).region !== usual) throw error
  }
  if (grants || tags) {
    await store.changeSettings(bucket, {
      ...(grants && { publicList: grants.read, publicWrite: grants.write }),
      ...(tags && { tags }),
    })
  }
  return { headers: { location: `/${bucket}` } }
}

async function configurationOf(asked: Asked): Promise<{ region: string; tags?: Tag[] }> {
  const text = await readText(asked)
  if (text === '') return { region: usual }
  const root = await parseXmlInSlices(text, 'CreateBucketConfiguration')
  const content = new XmlContent(root, ['LocationConstraint', 'Location', 'Bucket', 'Tags'])
  const asks = content.text('LocationConstraint')?.trim() || usual
  // The oldest name of a region.
  const region = asks === 'EU' ? 'eu-west-1' : asks
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region))
    throw new S3Error(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      LocationConstraint: region,
    })
  const tags = content.element('Tags')
  if (!tags) return { region }
  return { region, tags: checkTags(new XmlContent(tags, [], ['Tag']).all('Tag').map(parseTag), maxBucketTags) }
}

export function headBucket({ store, bucket }: Asked): Answer {
  const { region } = store.bucket(bucket)
  return { headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } }
}

/** Uploads that were not completed go with it, as they do at S3's own. */
export async function deleteBucket({ store, bucket }: Asked): Promise<Answer> {
  await store.deleteBucket(bucket)
  return noContent
}

export function getBucketLocation({ store, bucket }: Asked): Answer {
  const { region } = store.bucket(bucket)
  return xmlAnswer(xmlDocument('LocationConstraint', region === usual ? '' : region))
}

/** @throws {S3Error} InvalidArgument */
export async function listBuckets({ store, query, context }: Asked): Promise<Answer> {
  const prefix = query.get('prefix') ?? ''
  const region = query.text('bucket-region')
  const token = query.text('continuation-token')
  const limit = query.number('max-buckets', { least: 1, most: 10_000, byDefault: 10_000 })
  const after = token === undefined ? '' : nameOfToken(token)
  const found = (await store.listBuckets()).filter(
    (bucket) =>
      bucket.name > after && bucket.name.startsWith(prefix) && (region === undefined || bucket.region === region),
  )
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const buckets = page.map(
    ({ name, createdAt, region: where }) =>
      `<Bucket>${element('Name', name) + element('CreationDate', xmlTime(createdAt)) + element('BucketRegion', where)}</Bucket>`,
  )
  return xmlAnswer(
    xmlDocument(
      'ListAllMyBucketsResult',
      `${ownerElement(context)}<Buckets>${buckets.join('')}</Buckets>` +
        element('ContinuationToken', last && btoa(last.name)) +
        element('Prefix', prefix === '' ? undefined : prefix),
    ),
  )
}

function nameOfToken(token: string): string {
  try {
    return atob(token)
  } catch {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
  }
}
