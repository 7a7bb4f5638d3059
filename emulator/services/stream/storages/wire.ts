// The vendor's names of a storage (§2.2): `storage_type` in requests is `type` in answers, and no credential is ever answered.
import type { z } from 'zod'
import { filled, later, oneOf, optional, shape, text } from '../schema.ts'
import { type Storage, storageTypes } from './model.ts'

const s3 = later(() =>
  shape({
    s3_region: filled(),
    s3_api_key: optional(text()),
    s3_secret: optional(text()),
    s3_custom_endpoint_url: optional(text()),
  }),
)
const azure = later(() =>
  shape({
    abs_account_name: filled(),
    abs_tenant_id: filled(),
    abs_client_id: filled(),
    abs_client_secret: filled(),
  }),
)
const described = {
  storage_type: oneOf(storageTypes),
  bucket: filled(),
  path: optional(text()),
  aws_s3: optional(s3),
  gcs_credentials: optional(text()),
  azure_blob: optional(azure),
}
export const createSchema = later(() => shape({ name: filled({ max: 255 }), ...described }))
export const updateSchema = shape(described)

/** What a request says of a storage, in our names; what it does not say is missing. */
export function readDescription(
  body: z.output<typeof updateSchema>,
): Pick<Storage, 'type' | 'bucket'> & Partial<Pick<Storage, 'path' | 's3' | 'gcsCredentials' | 'azure'>> {
  const { aws_s3: aws, azure_blob: blob } = body
  return {
    type: body.storage_type,
    bucket: body.bucket,
    ...(body.path !== undefined && { path: body.path }),
    ...(body.gcs_credentials !== undefined && { gcsCredentials: body.gcs_credentials }),
    ...(aws && {
      s3: {
        region: aws.s3_region,
        // Go and PHP write what is not set as an empty text.
        ...(aws.s3_api_key && { apiKey: aws.s3_api_key }),
        ...(aws.s3_secret && { secret: aws.s3_secret }),
        ...(aws.s3_custom_endpoint_url && { endpoint: aws.s3_custom_endpoint_url }),
      },
    }),
    ...(blob && {
      azure: {
        account: blob.abs_account_name,
        tenant: blob.abs_tenant_id,
        clientId: blob.abs_client_id,
        clientSecret: blob.abs_client_secret,
      },
    }),
  }
}

export function storageBody({ id, type, bucket, path }: Storage) {
  return { name: id, type, bucket, path }
}
