// What the documents call their own stands for what the provider's credentials name: a file without generators has no other words for it.
import { type Credentials, mainCredentials } from '../../emulator/credentials.ts'
import type { OutgoingRequest } from './resign/index.ts'

/** Puts the provider's factory, and the keys of its buckets, where a request has those of the documents. */
export function adopted({ telestream, s3 }: Partial<Credentials>, request: OutgoingRequest): OutgoingRequest {
  const { factoryId } = mainCredentials.telestream
  const own = telestream?.factoryId || factoryId
  const { path, query } = request
  const pairs = [
    [factoryId, own],
    ...(s3
      ? [
          [`"${mainCredentials.s3.accessKeyId}"`, `"${s3.accessKeyId}"`],
          [`"${mainCredentials.s3.secretAccessKey}"`, `"${s3.secretAccessKey}"`],
        ]
      : []),
  ].filter(([from, to]) => from !== to)
  if (pairs.length === 0) return request
  return {
    ...request,
    path: path.replaceAll(factoryId, own),
    query: query.replaceAll(factoryId, own),
    body: isText(request) ? replaced(request.body, pairs) : request.body,
  }
}

function isText({ headers }: OutgoingRequest): boolean {
  return /json|x-www-form-urlencoded/.test(headers.get('content-type') ?? '')
}

function replaced(body: Uint8Array<ArrayBuffer>, pairs: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(body)
  return new TextEncoder().encode(pairs.reduce((text, [from = '', to = '']) => text.replaceAll(from, to), text))
}
