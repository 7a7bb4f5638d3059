// Every operation of the wire: method, what of, the parameter that names it, its name, what a policy calls it, and what does it.
import type { Handler } from './call.ts'
import { getObject, headObject } from './read-object.ts'

export type Scope = 'service' | 'bucket' | 'object'

export interface Route {
  /** As AWS's reference names it. */
  operation: string
  /** As policies name it. */
  action: string
  handle: Handler
}

type Row = readonly [
  method: string,
  scope: Scope,
  parameter: string,
  operation: string,
  action: string,
  handle: Handler,
]

// Loaded by the first request that needs them: who reads an object waits for nothing else.
const acl = () => import('./acl.ts')
const attributes = () => import('./attributes.ts')
const buckets = () => import('./buckets.ts')
const copying = () => import('./copying.ts')
const corsConfig = () => import('./cors-config.ts')
const deleteObjects = () => import('./delete-objects.ts')
const lifecycleConfig = () => import('./lifecycle-config.ts')
const listing = () => import('./listing.ts')
const multipart = () => import('./multipart.ts')
const objects = () => import('./objects.ts')
const policyConfig = () => import('./policy-config.ts')
const publicAccess = () => import('./public-access.ts')
const tagging = () => import('./tagging.ts')
const uploads = () => import('./uploads.ts')
const versioning = () => import('./versioning.ts')
const versions = () => import('./versions.ts')

function lazy<Name extends string>(load: () => Promise<Readonly<Record<Name, Handler>>>, name: Name): Handler {
  let loaded: Handler | undefined
  return async function loadAndHandle(asked) {
    loaded ??= (await load())[name]
    return loaded(asked)
  }
}

export const rows: readonly Row[] = [
  ['GET', 'service', '', 'ListBuckets', 's3:ListAllMyBuckets', lazy(buckets, 'listBuckets')],

  ['PUT', 'bucket', '', 'CreateBucket', 's3:CreateBucket', lazy(buckets, 'createBucket')],
  ['HEAD', 'bucket', '', 'HeadBucket', 's3:ListBucket', lazy(buckets, 'headBucket')],
  ['DELETE', 'bucket', '', 'DeleteBucket', 's3:DeleteBucket', lazy(buckets, 'deleteBucket')],
  ['GET', 'bucket', '', 'ListObjects', 's3:ListBucket', lazy(listing, 'listObjects')],
  ['GET', 'bucket', 'list-type', 'ListObjectsV2', 's3:ListBucket', lazy(listing, 'listObjectsV2')],
  ['GET', 'bucket', 'versions', 'ListObjectVersions', 's3:ListBucketVersions', lazy(versions, 'listObjectVersions')],
  [
    'GET',
    'bucket',
    'uploads',
    'ListMultipartUploads',
    's3:ListBucketMultipartUploads',
    lazy(uploads, 'listMultipartUploads'),
  ],
  ['POST', 'bucket', 'delete', 'DeleteObjects', 's3:DeleteObject', lazy(deleteObjects, 'deleteObjects')],
  ['GET', 'bucket', 'location', 'GetBucketLocation', 's3:GetBucketLocation', lazy(buckets, 'getBucketLocation')],
  [
    'GET',
    'bucket',
    'versioning',
    'GetBucketVersioning',
    's3:GetBucketVersioning',
    lazy(versioning, 'getBucketVersioning'),
  ],
  [
    'PUT',
    'bucket',
    'versioning',
    'PutBucketVersioning',
    's3:PutBucketVersioning',
    lazy(versioning, 'putBucketVersioning'),
  ],
  ['GET', 'bucket', 'cors', 'GetBucketCors', 's3:GetBucketCORS', lazy(corsConfig, 'getBucketCors')],
  ['PUT', 'bucket', 'cors', 'PutBucketCors', 's3:PutBucketCORS', lazy(corsConfig, 'putBucketCors')],
  ['DELETE', 'bucket', 'cors', 'DeleteBucketCors', 's3:PutBucketCORS', lazy(corsConfig, 'deleteBucketCors')],
  [
    'GET',
    'bucket',
    'lifecycle',
    'GetBucketLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
    lazy(lifecycleConfig, 'getBucketLifecycle'),
  ],
  [
    'PUT',
    'bucket',
    'lifecycle',
    'PutBucketLifecycleConfiguration',
    's3:PutLifecycleConfiguration',
    lazy(lifecycleConfig, 'putBucketLifecycle'),
  ],
  [
    'DELETE',
    'bucket',
    'lifecycle',
    'DeleteBucketLifecycle',
    's3:PutLifecycleConfiguration',
    lazy(lifecycleConfig, 'deleteBucketLifecycle'),
  ],
  ['GET', 'bucket', 'tagging', 'GetBucketTagging', 's3:GetBucketTagging', lazy(tagging, 'getBucketTagging')],
  ['PUT', 'bucket', 'tagging', 'PutBucketTagging', 's3:PutBucketTagging', lazy(tagging, 'putBucketTagging')],
  ['DELETE', 'bucket', 'tagging', 'DeleteBucketTagging', 's3:PutBucketTagging', lazy(tagging, 'deleteBucketTagging')],
  ['GET', 'bucket', 'policy', 'GetBucketPolicy', 's3:GetBucketPolicy', lazy(policyConfig, 'getBucketPolicy')],
  ['PUT', 'bucket', 'policy', 'PutBucketPolicy', 's3:PutBucketPolicy', lazy(policyConfig, 'putBucketPolicy')],
  [
    'DELETE',
    'bucket',
    'policy',
    'DeleteBucketPolicy',
    's3:DeleteBucketPolicy',
    lazy(policyConfig, 'deleteBucketPolicy'),
  ],
  [
    'GET',
    'bucket',
    'policyStatus',
    'GetBucketPolicyStatus',
    's3:GetBucketPolicyStatus',
    lazy(policyConfig, 'getBucketPolicyStatus'),
  ],
  ['GET', 'bucket', 'acl', 'GetBucketAcl', 's3:GetBucketAcl', lazy(acl, 'getBucketAcl')],
  ['PUT', 'bucket', 'acl', 'PutBucketAcl', 's3:PutBucketAcl', lazy(acl, 'putBucketAcl')],
  [
    'GET',
    'bucket',
    'publicAccessBlock',
    'GetPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    lazy(publicAccess, 'getPublicAccessBlock'),
  ],
  [
    'PUT',
    'bucket',
    'publicAccessBlock',
    'PutPublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
    lazy(publicAccess, 'putPublicAccessBlock'),
  ],
  [
    'DELETE',
    'bucket',
    'publicAccessBlock',
    'DeletePublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
    lazy(publicAccess, 'deletePublicAccessBlock'),
  ],

  ['GET', 'object', '', 'GetObject', 's3:GetObject', getObject],
  ['HEAD', 'object', '', 'HeadObject', 's3:GetObject', headObject],
  ['PUT', 'object', '', 'PutObject', 's3:PutObject', lazy(objects, 'putObject')],
  ['PUT', 'object', 'x-amz-copy-source', 'CopyObject', 's3:PutObject', lazy(copying, 'copyObject')],
  ['DELETE', 'object', '', 'DeleteObject', 's3:DeleteObject', lazy(objects, 'deleteObject')],
  ['GET', 'object', 'attributes', 'GetObjectAttributes', 's3:GetObject', lazy(attributes, 'getObjectAttributes')],
  ['GET', 'object', 'acl', 'GetObjectAcl', 's3:GetObjectAcl', lazy(acl, 'getObjectAcl')],
  ['PUT', 'object', 'acl', 'PutObjectAcl', 's3:PutObjectAcl', lazy(acl, 'putObjectAcl')],
  ['GET', 'object', 'tagging', 'GetObjectTagging', 's3:GetObjectTagging', lazy(tagging, 'getObjectTagging')],
  ['PUT', 'object', 'tagging', 'PutObjectTagging', 's3:PutObjectTagging', lazy(tagging, 'putObjectTagging')],
  [
    'DELETE',
    'object',
    'tagging',
    'DeleteObjectTagging',
    's3:DeleteObjectTagging',
    lazy(tagging, 'deleteObjectTagging'),
  ],
  ['POST', 'object', 'uploads', 'CreateMultipartUpload', 's3:PutObject', lazy(multipart, 'createMultipartUpload')],
  ['PUT', 'object', 'uploadId', 'UploadPart', 's3:PutObject', lazy(multipart, 'uploadPart')],
  ['PUT', 'object', 'uploadId x-amz-copy-source', 'UploadPartCopy', 's3:PutObject', lazy(multipart, 'uploadPartCopy')],
  ['GET', 'object', 'uploadId', 'ListParts', 's3:ListMultipartUploadParts', lazy(uploads, 'listParts')],
  ['POST', 'object', 'uploadId', 'CompleteMultipartUpload', 's3:PutObject', lazy(multipart, 'completeMultipartUpload')],
  [
    'DELETE',
    'object',
    'uploadId',
    'AbortMultipartUpload',
    's3:AbortMultipartUpload',
    lazy(multipart, 'abortMultipartUpload'),
  ],
]

/** Parameters of operations that are not served: what they are asked for is told, rather than that of another operation. */
export const notServed: ReadonlySet<string> = new Set([
  'abac',
  'accelerate',
  'analytics',
  'append',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'logging',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
  'website',
])

const routes = new Map(
  rows.map(([method, scope, parameter, operation, action, handle]): [string, Route] => [
    `${method} ${scope} ${parameter}`,
    { operation, action, handle },
  ]),
)

export const operations: readonly string[] = rows.map(([, , , operation]) => operation)

/** The route of that name; undefined when there is none. */
export function routeOf(method: string, scope: Scope, parameter: string): Route | undefined {
  return routes.get(`${method} ${scope} ${parameter}`)
}
