// POST /validate_bucket: whether a bucket is there, before a store is made of it.
import { lookAtBucket } from './bucket-access.ts'
import { Fields } from './fields.ts'
import type { JsonCall } from './json-api.ts'
import { readProvider } from './stores.ts'

export async function validateBucket({ world, body }: JsonCall) {
  const fields = new Fields(body)
  const provider = readProvider(fields, fields.required('provider', { numbers: true })) ?? 'S3'
  const bucket = fields.required('bucket_name') ?? ''
  const region = fields.required('region') ?? ''
  const accessKey = fields.required('access_key') ?? ''
  const secretKey = fields.required('secret_key') ?? ''
  fields.end()
  return { status: await lookAtBucket(world, { provider, bucket, region, accessKey, secretKey }) }
}
