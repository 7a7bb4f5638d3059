// The S3 wire of the double's buckets, where outputs, recordings and spaces lie; with signatures of version 4.
import type { PactOptions } from './file.ts'
import { Interactions } from './interactions.ts'
import { matching } from './matchers.ts'
import { type Beginning, type Credentials, ExpectedRequest, type Fields, type Parts } from './request.ts'

const scope = '[^/ ,]+/\\d{8}/[\\w-]+/s3/aws4_request'
const placeholder = `AWS4-HMAC-SHA256 Credential=my-access-key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${'0'.repeat(64)}`

/** A request that an access key signed; a fresh signature takes the placeholder's place when the contract is verified. */
export class SigV4Request extends ExpectedRequest {
  #headers: Fields = {
    Authorization: matching(
      `^AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$`,
      placeholder,
    ),
    'x-amz-date': matching('^\\d{8}T\\d{6}Z$', '20260101T000000Z'),
  }

  /** Without a signature. */
  unsigned(): this {
    this.#headers = {}
    return this
  }

  protected override parts(): Parts & { credentials: Credentials } {
    return { ...super.parts(), credentials: { headers: this.#headers } }
  }
}

/** Interactions with buckets, in path style: `/{bucket}/{key}`. */
export function s3(options: PactOptions): Interactions<SigV4Request> {
  const request = (beginning: Beginning) => new SigV4Request(beginning)
  return new Interactions({ provider: 'stuntdouble-s3', prefix: '', request }, options)
}
