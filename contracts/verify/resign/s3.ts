// The buckets: Signature Version 4, in the header or in the query.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalRequest } from '../../../emulator/s3/auth/canonical-request.ts'
import { signerOf } from '../../../emulator/s3/auth/signing-key.ts'
import { textToSign } from '../../../emulator/s3/auth/text-to-sign.ts'
import { algorithm, amzTime, type Scope, scopeText } from '../../../emulator/s3/signature-v4.ts'
import {
  consumersNow,
  consumersSecret,
  encodePairs,
  given,
  type OutgoingRequest,
  pairsOf,
  type Signing,
} from './request.ts'

/** Region and signed headers stay as the file has them. */
export function resignS3(request: OutgoingRequest, signing: Signing): OutgoingRequest {
  const header = request.headers.get('authorization') ?? ''
  if (header.startsWith(algorithm) && !signing.isLiteral('authorization')) return inHeader(request, header, signing)
  const isSigned = pairsOf(request.query).some(([name]) => name === 'X-Amz-Signature')
  return isSigned && !signing.isLiteral('x-amz-signature') ? inQuery(request, signing) : request
}

function inHeader(request: OutgoingRequest, header: string, signing: Signing): OutgoingRequest {
  const { accessKeyId, secretAccessKey } = given(signing, 's3')
  const time = amzTime(consumersNow(signing))
  const scope = scopeOf(/Credential=([^,\s]+)/.exec(header)?.[1], time)
  const headers = new Headers(request.headers)
  headers.set('x-amz-date', time)
  if (headers.get('x-amz-content-sha256') !== 'UNSIGNED-PAYLOAD')
    headers.set('x-amz-content-sha256', bytesToHex(sha256(request.body)))
  const listed = /SignedHeaders=([^,\s]+)/.exec(header)?.[1]?.split(';') ?? []
  const names = [...new Set([...listed, 'host', 'x-amz-date', 'x-amz-content-sha256'])].sort()
  const values = names.flatMap((name): [string, string][] => {
    const value = name === 'host' ? signing.host : headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const text = canonicalRequest({
    method: request.method,
    path: request.path,
    parameters: pairsOf(request.query),
    headers: values,
    payload: headers.get('x-amz-content-sha256') ?? '',
  })
  const signature = signerOf(consumersSecret(secretAccessKey, signing), scope)(textToSign(time, scope, text))
  const signed = values.map(([name]) => name).join(';')
  headers.set(
    'authorization',
    `${algorithm} Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${signed}, Signature=${signature}`,
  )
  return { ...request, headers }
}

function inQuery(request: OutgoingRequest, signing: Signing): OutgoingRequest {
  const { accessKeyId, secretAccessKey } = given(signing, 's3')
  const time = amzTime(consumersNow(signing))
  const asked = pairsOf(request.query)
  const scope = scopeOf(asked.find(([name]) => name === 'X-Amz-Credential')?.[1], time)
  const fresh = new Map([
    ['X-Amz-Credential', `${accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', time],
    ['X-Amz-SignedHeaders', 'host'],
  ])
  const parameters = asked
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [name, fresh.get(name) ?? value])
  const { method, path } = request
  const text = canonicalRequest({
    method,
    path,
    parameters,
    headers: [['host', signing.host]],
    payload: 'UNSIGNED-PAYLOAD',
  })
  const signature = signerOf(consumersSecret(secretAccessKey, signing), scope)(textToSign(time, scope, text))
  return { ...request, query: encodePairs([...parameters, ['X-Amz-Signature', signature]]) }
}

/** @param credential `KEY/20260101/us-east-1/s3/aws4_request` */
function scopeOf(credential: string | undefined, time: string): Scope {
  const [, , region = 'us-east-1', service = 's3'] = credential?.split('/') ?? []
  return { day: time.slice(0, 8), region, service }
}
