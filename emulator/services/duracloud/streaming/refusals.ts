// What CloudFront refuses, and the bucket behind it: a catalogue, and how each is put on the wire.
import { answerText, type Exchange } from '../../../exchange.ts'
import type { Diagnosis } from '../../../journal.ts'
import { invalidObjectState } from '../archive.ts'
import { escapeText } from '../xml.ts'

/** Who refuses: the edge, before it asks the bucket, or the bucket. Their documents differ. */
type Source = 'CloudFront' | 'AmazonS3'

export class DeliveryRefused extends Error {
  override name = 'DeliveryRefused'
  readonly source: Source
  readonly status: number
  readonly code: string
  /** Further elements of the bucket's document. */
  readonly details: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly diagnosis: Diagnosis | undefined

  constructor(
    source: Source,
    status: number,
    code: string,
    message: string,
    more: { details?: Record<string, string>; headers?: Record<string, string>; diagnosis?: Diagnosis } = {},
  ) {
    super(message)
    this.source = source
    this.status = status
    this.code = code
    this.details = more.details ?? {}
    this.headers = more.headers ?? {}
    this.diagnosis = more.diagnosis
  }
}

const because = (code: string, message: string, hint: string) => ({
  diagnosis: { mistakes: [{ code, message, hint }] },
})

/** @see https://repost.aws/knowledge-center/cloudfront-troubleshoot-signed-url-cookies */
export const missingKey = (hint: string) =>
  new DeliveryRefused(
    'CloudFront',
    403,
    'MissingKey',
    'Missing Key-Pair-Id query parameter or cookie value',
    because('not-signed', 'The distribution is secure, and the request is not signed', hint),
  )

export const unknownKey = (given: string, known: string) =>
  new DeliveryRefused(
    'CloudFront',
    403,
    'InvalidKey',
    'Unknown Key',
    because(
      'unknown-key',
      `Key-Pair-Id is ${JSON.stringify(given.slice(0, 60))}; that of the world is ${known}`,
      'GET /_stuntdouble/duracloud/key-pair answers it',
    ),
  )

export const malformedSignature = () =>
  new DeliveryRefused(
    'CloudFront',
    403,
    'MalformedSignature',
    'Could not unencode Signature',
    because('malformed-signature', 'The signature is no base64 in the alphabet of CloudFront', alphabet),
  )

export const alphabet = 'Base64, and then - for +, _ for = and ~ for /'

export const malformedPolicy = (why: string, hint: string) =>
  new DeliveryRefused('CloudFront', 403, 'MalformedPolicy', 'Malformed Policy', because('malformed-policy', why, hint))

/** What a policy does not allow, for whatever reason: the edge says no more. */
export const notAllowed = (code: string, why: string, hint: string) =>
  new DeliveryRefused('CloudFront', 403, 'AccessDenied', 'Access denied', because(code, why, hint))

/** The page of the edge; of the methods, those of a distribution that DuraCloud makes are named by no header. */
export const unsatisfied = (sentence: string) => new DeliveryRefused('CloudFront', 403, '', sentence)

/** The bucket's own, for all that it does not want to tell. */
export const accessDenied = (why: string, hint: string) =>
  new DeliveryRefused('AmazonS3', 403, 'AccessDenied', 'Access Denied', because('access-denied', why, hint))

/** A path that is no percent-encoded UTF-8. */
export const malformedPath = (path: string) =>
  new DeliveryRefused('AmazonS3', 400, 'InvalidURI', "Couldn't parse the specified URI.", { details: { URI: path } })

export const noSuchBucket = (bucket: string) =>
  new DeliveryRefused('AmazonS3', 404, 'NoSuchBucket', 'The specified bucket does not exist', {
    details: { BucketName: bucket },
  })

export const preconditionFailed = (condition: string) =>
  new DeliveryRefused(
    'AmazonS3',
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { details: { Condition: condition } },
  )

export const invalidRange = (asked: string, size: number) =>
  new DeliveryRefused('AmazonS3', 416, 'InvalidRange', 'The requested range is not satisfiable', {
    details: { RangeRequested: asked, ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  })

export const archived = (storageClass: string) =>
  new DeliveryRefused('AmazonS3', 403, 'InvalidObjectState', invalidObjectState, {
    details: { StorageClass: storageClass },
    ...because(
      'archived',
      `set-storage-policy has moved the content to ${storageClass}`,
      'Store it again, or give the space a policy that moves it later',
    ),
  })

/** @param requestId of the edge's page and of the bucket's document */
export function answerRefusal(exchange: Exchange, refused: DeliveryRefused, requestId: string): Response {
  if (refused.diagnosis) exchange.diagnosis = refused.diagnosis
  const { status, source } = refused
  const headers = { 'content-type': contentTypeOf(refused), server: source, ...refused.headers }
  if (exchange.request.method === 'HEAD') return new Response(null, { status, headers })
  return answerText(exchange, status, textOf(refused, requestId), headers)
}

function contentTypeOf({ source, code }: DeliveryRefused): string {
  if (code === '') return 'text/html'
  return source === 'CloudFront' ? 'text/xml' : 'application/xml'
}

function textOf({ source, code, message, details }: DeliveryRefused, requestId: string): string {
  if (code === '') {
    return (
      `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n` +
      `<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>\n<H1>403 ERROR</H1>\n` +
      `<H2>The request could not be satisfied.</H2>\n<HR noshade size="1px">\n${escapeText(message)}\n` +
      `<PRE>\nGenerated by cloudfront (CloudFront)\nRequest ID: ${requestId}\n</PRE>\n</BODY></HTML>`
    )
  }
  const said = { Code: code, Message: message }
  const elements = source === 'CloudFront' ? said : { ...said, ...details, RequestId: requestId, HostId: 'stuntdouble' }
  const declaration = `<?xml version="1.0" encoding="UTF-8"?>${source === 'CloudFront' ? '' : '\n'}`
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`)
  return `${declaration}<Error>${inner.join('')}</Error>`
}
