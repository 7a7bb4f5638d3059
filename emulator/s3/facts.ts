// What is known of S3's operations, and how.
import type { Facts, VendorFacts } from '../facts.ts'
import { operations } from './routes.ts'

export const s3VendorFacts: VendorFacts = {
  source: 'AWS’s API reference, https://docs.aws.amazon.com/AmazonS3/latest/API/',
  marks: {
    D: 'official documentation',
    C: 'AWS’s SDKs have to work against it',
  },
  notServed: [],
}

/** Each has a page of its own in the reference. */
export const s3Facts: Facts = {
  ...Object.fromEntries(operations.map((name) => [name, ['DC', `API_${name}`] as const])),
  PostObject: ['D', 'RESTObjectPOST'],
  Preflight: ['D', 'RESTOPTIONSobject'],
}
