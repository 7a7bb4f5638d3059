// What an S3 as the object store is told, with its defaults.
import type { S3StoreOptions } from '../external-store.ts'
import { requirePrefix } from './names.ts'

export interface S3StoreSettings extends Required<Omit<S3StoreOptions, 'credentials'>> {
  credentials: S3StoreOptions['credentials']
}

/** @throws {RangeError} */
export function completeS3Options(options: S3StoreOptions): S3StoreSettings {
  const endpoint = originOf('endpoint', options.endpoint)
  const { publicEndpoint, region = 'us-east-1', pathStyle = true, bucketPrefix = 'stuntdouble-', credentials } = options
  requirePrefix(bucketPrefix)
  return {
    endpoint,
    publicEndpoint: publicEndpoint === undefined ? endpoint : originOf('publicEndpoint', publicEndpoint),
    region,
    pathStyle,
    bucketPrefix,
    credentials,
  }
}

function originOf(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new RangeError(`s3Store.${name}: "${text}" is no address such as http://127.0.0.1:9000`)
  return url.origin
}
