// How the wire of the buckets fails: S3's codes, which SDKs try again or throw.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import type { Exchange } from '../exchange.ts'
import type { ErrorFault, ServiceFaults } from '../faults/catalogue.ts'
import { addressOf } from './address.ts'
import { refuseS3 } from './answer.ts'
import { accessDenied, S3Error } from './errors.ts'
import { findRoute } from './find-route.ts'
import { isForm } from './is-form.ts'
import { Query } from './query.ts'
import { contextOf } from './service.ts'

function operationOf(exchange: Exchange): string | undefined {
  const { origin, path, query, request } = exchange
  if (request.method === 'OPTIONS') return 'Preflight'
  try {
    const { bucket, key } = addressOf(path, origin)
    if (request.method === 'POST' && key === '' && bucket !== '' && isForm(request.headers)) return 'PostObject'
    return findRoute(request, new Query(query), bucket, key).operation
  } catch (error) {
    // What is no operation is refused by the wire itself.
    if (error instanceof S3Error) return undefined
    throw error
  }
}

const answer = (exchange: Exchange, error: S3Error) => refuseS3(exchange, contextOf(exchange.world), error)

const slowDown = (headers?: Record<string, string>) =>
  new S3Error(503, 'SlowDown', 'Please reduce your request rate.', {}, headers)

const said = (summary: string, status: number, error: (exchange: Exchange) => S3Error): ErrorFault => ({
  summary,
  status,
  answer: (exchange) => answer(exchange, error(exchange)),
})

export const s3Faults: ServiceFaults = {
  operationOf,
  errors: {
    SlowDown: said('503: too many requests; SDKs try again', 503, () => slowDown()),
    ServiceUnavailable: said(
      '503; SDKs try again',
      503,
      () => new S3Error(503, 'ServiceUnavailable', 'Service is unable to handle request.'),
    ),
    InternalError: said(
      '500; SDKs try again',
      500,
      () => new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
    ),
    RequestTimeout: said(
      '400: the body did not come in time; SDKs try again',
      400,
      () =>
        new S3Error(
          400,
          'RequestTimeout',
          'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
        ),
    ),
    OperationAborted: said(
      '409: a conflicting operation is in progress',
      409,
      () =>
        new S3Error(
          409,
          'OperationAborted',
          'A conflicting conditional operation is currently in progress against this resource. Please try again.',
        ),
    ),
    AccessDenied: said('403, though it is allowed', 403, () => accessDenied()),
    SignatureDoesNotMatch: said(
      '403, though the signature is right',
      403,
      () =>
        new S3Error(
          403,
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        ),
    ),
    RequestTimeTooSkewed: said(
      '403: the clock of the client is said to be wrong; SDKs set theirs and try again',
      403,
      () =>
        new S3Error(
          403,
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
        ),
    ),
    ExpiredToken: said(
      '400: temporary credentials are over',
      400,
      () => new S3Error(400, 'ExpiredToken', 'The provided token has expired.'),
    ),
    NoSuchKey: said('404, though the object is there', 404, (exchange) => {
      const key = exchange.path.split('/').slice(2).join('/')
      return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })
    }),
  },
  events: {},
  limited: (exchange, { retryAfter }) => answer(exchange, slowDown({ 'retry-after': String(retryAfter) })),
}
