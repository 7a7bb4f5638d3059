import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { createEmulator } from '../index.ts'

const Bucket = 'films'
let client: S3Client
let made = 0
let of: (name: string) => Promise<S3Client>
beforeAll(async () => {
  const emulator = await createEmulator({ port: 0, s3Port: 0, scenario: 'empty' })
  const { s3Url: endpoint } = await emulator.listen()
  of = async (name) => {
    const { credentials } = await emulator.worlds.create({ name })
    return new S3Client({ endpoint, region: 'us-east-1', credentials: credentials.s3, forcePathStyle: true })
  }
  return () => emulator.close()
})
beforeEach(async () => {
  client = await of(`world-${(made += 1)}`)
  await client.send(new CreateBucketCommand({ Bucket }))
})

/** What the SDK throws. */
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: { name: string; message: string; $metadata: { httpStatusCode?: number } }) => [
      error.$metadata.httpStatusCode,
      error.name,
      error.message,
    ],
  )

it.each(['xn--films', 'sthree-films', 'amzn-s3-demo-bucket', 'films-s3alias', 'films--ol-s3', 'films.mrap'])(
  'no bucket has a name that S3 keeps for itself: %s',
  async (name) => {
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket: name })))).toEqual([
      400,
      'InvalidBucketName',
      'The specified bucket is not valid.',
    ])
  },
)

it('a part of an object has to lie within it', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '0123456789' }))
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }))
  const copy = (CopySourceRange: string) =>
    client.send(
      new UploadPartCopyCommand({ Bucket, Key: 'b', UploadId, PartNumber: 1, CopySource: 'films/a', CopySourceRange }),
    )
  for (const range of ['bytes=2-10', 'bytes=10-11'])
    expect(await refusal(copy(range)), range).toEqual([
      400,
      'InvalidArgument',
      'Range specified is not valid for source object of size: 10',
    ])
  expect((await copy('bytes=2-9')).CopyPartResult?.ETag).toMatch(/^"[\da-f]{32}"$/)
})

it('nothing is copied from a delete marker, by its name or without', async () => {
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
  const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }))
  const named = `films/a?versionId=${VersionId}`
  const why = 'The source of a copy request may not specifically refer to a delete marker by version id.'
  const part = { Bucket, Key: 'b', UploadId, PartNumber: 1 }
  for (const command of [
    new CopyObjectCommand({ Bucket, Key: 'b', CopySource: named }),
    new CopyObjectCommand({ Bucket, Key: 'b', CopySource: named, ChecksumAlgorithm: 'SHA256' }),
  ])
    expect(await refusal(client.send(command))).toEqual([400, 'InvalidRequest', why])
  expect(await refusal(client.send(new UploadPartCopyCommand({ ...part, CopySource: named })))).toEqual([
    400,
    'InvalidRequest',
    why,
  ])
  const current = new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'films/a' })
  expect(await refusal(client.send(current))).toEqual([404, 'NoSuchKey', 'The specified key does not exist.'])
})

it('what is to be deleted comes with its checksum, as SDKs send it', async () => {
  const Delete = { Objects: [{ Key: 'a' }] }
  expect((await client.send(new DeleteObjectsCommand({ Bucket, Delete }))).Deleted).toEqual([{ Key: 'a' }])
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      for (const name of Object.keys(headers)) if (name.includes('-checksum-')) delete headers[name]
      return next(args)
    },
    { step: 'build', priority: 'low' },
  )
  expect(await refusal(client.send(new DeleteObjectsCommand({ Bucket, Delete })))).toEqual([
    400,
    'InvalidRequest',
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  ])
})

it('a download may be called what ISO-8859-1 can write', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
  const get = (ResponseContentDisposition: string) =>
    client.send(new GetObjectCommand({ Bucket, Key: 'a', ResponseContentDisposition }))
  expect((await get('attachment; filename="Zoë.mp4"')).ContentDisposition).toBe('attachment; filename="Zoë.mp4"')
  expect(await refusal(get('attachment; filename="電影.mp4"'))).toEqual([
    400,
    'InvalidArgument',
    'Header value cannot be represented using ISO-8859-1.',
  ])
})

it('objects move into classes that are for it, and no earlier than after 30 days into those of rare access', async () => {
  const put = (StorageClass: string, Days: number) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [
            {
              Status: 'Enabled',
              Filter: { Prefix: '' },
              Transitions: [{ Days, StorageClass: StorageClass as 'GLACIER' }],
            },
          ],
        },
      }),
    )
  expect(await refusal(put('STANDARD_IA', 29))).toEqual([
    400,
    'InvalidArgument',
    "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
  ])
  for (const StorageClass of ['STANDARD', 'REDUCED_REDUNDANCY', 'COLD'])
    expect(await refusal(put(StorageClass, 30)), StorageClass).toEqual([
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    ])
  await put('STANDARD_IA', 30)
  await put('GLACIER', 0)
})
