// How DuraCloud fails: its resources' sentences, the pages of its container, and what goes wrong at the bridge.
import { addHeaders, answerText, type Exchange } from '../../exchange.ts'
import type { ErrorFault, ServiceFaults } from '../../faults/catalogue.ts'
import { context } from './call.ts'
import { answerError, type DuraCloudError, errorPage, refuse, unauthorized } from './errors.ts'
import { operationOf } from './operation-of.ts'
import { bridgePrefix } from './snapshots/bridge-api.ts'
import { answerRefusal, DeliveryRefused } from './streaming/refusals.ts'
import { prettyJson } from './tasks/jackson-writer.ts'

const slowDown = () => new DeliveryRefused('AmazonS3', 503, 'SlowDown', 'Please reduce your request rate.')

/** In the words of who was asked: DuraStore, the bridge, or CloudFront before a bucket. */
function answer(exchange: Exchange, error: DuraCloudError): Response {
  if (exchange.host !== undefined) {
    const broken = new DeliveryRefused(
      'AmazonS3',
      500,
      'InternalError',
      'We encountered an internal error. Please try again.',
    )
    return answerRefusal(
      exchange,
      error.status === 503 ? slowDown() : broken,
      exchange.world.ids.passing('cloudfront-request', 56),
    )
  }
  if (exchange.path.startsWith(`${bridgePrefix}/`) && error.contentType === 'text/plain')
    return answerText(exchange, error.status, prettyJson({ message: error.message }), {
      'content-type': 'application/json',
    })
  const response = answerError(exchange, error)
  if (!response) throw error
  return response
}

const said = (summary: string, status: number, error: (exchange: Exchange) => DuraCloudError): ErrorFault => ({
  summary,
  status,
  answer: (exchange) => answer(exchange, error(exchange)),
})

/** What a resource was about to do when its store failed. */
const attempt = ({ path }: Exchange) => `Error attempting to process ${path.slice(context.length) || '/'} due to:`

const unavailable = () => errorPage(503)

export const duracloudFaults: ServiceFaults = {
  operationOf,
  errors: {
    unavailable: said('The container answers 503 with its page', 503, unavailable),
    internal: said('A resource answers 500 with a sentence', 500, (exchange) =>
      refuse(500, `${attempt(exchange)} We encountered an internal error. Please try again.`),
    ),
    'internal-page': said('The container answers 500 with its page', 500, () =>
      errorPage(500, 'Request processing failed'),
    ),
    conflict: said('A resource answers 409: somebody else changes the same', 409, (exchange) =>
      refuse(
        409,
        `${attempt(exchange)} A conflicting conditional operation is currently in progress against this resource. Please try again.`,
      ),
    ),
    unauthorized: said('The password is refused, though it is right', 401, () => unauthorized('Bad credentials')),
    forbidden: said('Access is denied, though it is allowed', 403, () => errorPage(403, 'Access is denied')),
    'not-found': said('What is asked for is not there, though it is', 404, (exchange) =>
      refuse(404, `${attempt(exchange)} it does not exist`),
    ),
    'storage-failed': said('The store behind DuraStore does not answer', 500, (exchange) =>
      refuse(500, `${attempt(exchange)} Unable to execute HTTP request: connect timed out`),
    ),
  },
  events: {
    'snapshot-stuck': {
      summary: 'A snapshot stays in its step for as long as the fault is there; `path` is its id',
      event: 'snapshot-step',
    },
    'snapshot-fails': {
      summary: 'A snapshot ends in ERROR at its next step; `path` is its id',
      event: 'snapshot-step',
      details: { message: 'The content could not be preserved' },
    },
    'restore-stuck': {
      summary: 'A restore stays in its step for as long as the fault is there; `path` is its id',
      event: 'restore-step',
    },
    'restore-fails': {
      summary: 'A restore ends in ERROR at its next step; `path` is its id',
      event: 'restore-step',
      details: { message: 'The content could not be transferred to duracloud' },
    },
    'bridge-fails': {
      summary: 'The bridge refuses what a task asks of it',
      event: 'bridge-call',
      details: { status: 503, message: 'The bridge is not available' },
    },
  },
  limited: (exchange, { retryAfter }) =>
    addHeaders(exchange, answer(exchange, unavailable()), [['retry-after', String(retryAfter)]]),
}
