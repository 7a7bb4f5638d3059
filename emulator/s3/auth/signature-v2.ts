// Signature Version 2: HMAC-SHA1 over a few lines. AWS's SDK for Python makes its presigned URLs and forms by it unless told otherwise.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { utf8OfBytes } from './canonical-request.ts'
import type { Parameter } from './canonical-request.ts'
import { toBase64 } from './checksums.ts'
import { unsupportedMechanism } from './signature-errors.ts'

/** Regions as old as that signature; the others never took it. */
const regions = new Set([
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
])

/** @throws {S3Error} InvalidRequest, for a bucket in a region that takes Version 4 only */
export function checkVersion2Region(region: string | undefined): void {
  if (region !== undefined && !regions.has(region)) throw unsupportedMechanism()
}

/** Base64. */
export function signVersion2(secretAccessKey: string, text: string): string {
  return toBase64(hmac(sha1, utf8ToBytes(secretAccessKey), utf8ToBytes(text)))
}

export interface Version2Signable {
  method: string
  headers: Headers
  /** Decoded. */
  parameters: readonly Parameter[]
  /** As on the wire; `/BUCKET` before it where the host names the bucket. */
  resource: string
  /** The Date header, `Expires` of a URL, or nothing when `x-amz-date` is among the headers. */
  when: string
}

export function version2Text({ method, headers, parameters, resource, when }: Version2Signable): string {
  const amz = new Map<string, string>()
  const add = (name: string, value: string): void => {
    const key = name.toLowerCase()
    if (key.startsWith('x-amz-') && !amz.has(key)) amz.set(key, value)
  }
  headers.forEach((value, name) => add(name, utf8OfBytes(value)))
  // The SDK for Python moves headers into the query of a URL, signed as the headers that they were.
  for (const [name, value] of parameters) add(name, value)
  const named = (wanted: string) =>
    headers.get(wanted) ?? parameters.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
  const lines = [...amz].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value.trim()}\n`)
  return `${method}\n${named('content-md5')}\n${named('content-type')}\n${when}\n${lines.join('')}${resource}${subresources(parameters)}`
}

const signed = new Set([
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'delete',
  'inventory',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'partNumber',
  'policy',
  'replication',
  'requestPayment',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'select',
  'select-type',
  'storageClass',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
])

/** Sorted, with their values as they are, not encoded. */
function subresources(parameters: readonly Parameter[]): string {
  const named = parameters
    .filter(([name]) => signed.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  return named.length === 0 ? '' : `?${named.join('&')}`
}
