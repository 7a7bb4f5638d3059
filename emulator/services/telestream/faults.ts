// How Telestream fails: the answers of its APIs (§5), each in its own dialect, and what goes wrong with its work.
import { addHeaders, answerText, type Exchange } from '../../exchange.ts'
import type { ErrorFault, ServiceFaults } from '../../faults/catalogue.ts'
import { apiOf } from './api-of.ts'
import { defaultEncodingFault, isErrorClass } from './encoding-fault.ts'
import { answerError, badRequest, notAuthorized, recordNotFound, TelestreamError } from './errors.ts'
import { errorClasses } from './model.ts'
import { dropCall, signedApi } from './signed-api.ts'
import { answerErrors } from './stores/errors.ts'
import { storesApi } from './stores/index.ts'
import { corsHeaders } from './upload-protocol.ts'
import { uploadApi } from './uploads.ts'
import { workflowsApi } from './workflows/index.ts'

const rateLimited = () => new TelestreamError(429, 'TooManyRequests', 'Rate limit exceeded')

/** In the words of the API that was asked. */
function answer(exchange: Exchange, error: TelestreamError): Response {
  const api = apiOf(exchange)
  const listed = api === storesApi || api === workflowsApi
  const response = listed ? answerErrors(exchange, error) : answerError(exchange, error)
  if (!response) throw error
  return api === uploadApi ? addHeaders(exchange, response, Object.entries(corsHeaders)) : response
}

const said = (summary: string, status: number, error: (exchange: Exchange) => TelestreamError): ErrorFault => ({
  summary,
  status,
  answer: (exchange) => answer(exchange, error(exchange)),
})

/** What stands before the API answers, and knows nothing of it. */
const gateway = (status: number, title: string, summary: string): ErrorFault => ({
  summary,
  status,
  answer: (exchange) =>
    answerText(
      exchange,
      status,
      `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
      { 'content-type': 'text/html' },
    ),
})

export const telestreamFaults: ServiceFaults = {
  operationOf: (exchange) => apiOf(exchange).operationOf(exchange),
  drop: (exchange) => {
    if (apiOf(exchange) === signedApi) dropCall(exchange)
  },
  errors: {
    unavailable: said(
      'The service is down for maintenance',
      503,
      () => new TelestreamError(503, 'ServiceUnavailable', 'The service is temporarily unavailable'),
    ),
    internal: said('Something broke', 500, () => new TelestreamError(500, 'InternalError', 'Internal server error')),
    'internal-empty': {
      summary: 'Something broke, and the answer is empty',
      status: 500,
      answer: () => new Response(null, { status: 500 }),
    },
    'bad-gateway': gateway(502, 'Bad Gateway', 'The proxy before the API has no answer from it; a page'),
    'gateway-timeout': gateway(504, 'Gateway Time-out', 'The proxy before the API waited in vain; a page'),
    'not-authorized': said('The signature is refused, though it is right', 401, () =>
      notAuthorized('Signatures do not match'),
    ),
    expired: said('The signature is too old, though it is not', 401, () => notAuthorized('Signatures expired')),
    'bad-request': said('The request is refused, though it is right', 400, () =>
      badRequest('The request could not be understood'),
    ),
    'not-found': said('What is asked for is not there, though it is', 404, ({ path }) =>
      recordNotFound(
        'Record',
        path
          .split('/')
          .at(-1)
          ?.replace(/\.json$/, '') ?? '',
      ),
    ),
    'rate-limited': said('Too many requests', 429, rateLimited),
    'storage-failed': said(
      'The bucket does not answer',
      500,
      () => new TelestreamError(500, 'S3Error', 'The bucket could not be accessed'),
    ),
  },
  events: {
    'encoding-fails': {
      summary: `An encoding fails on its way; \`path\` is the file's name, errorClass one of ${errorClasses.join(', ')}`,
      event: 'encoding',
      details: { ...defaultEncodingFault },
      refuse: ({ errorClass, percent }) =>
        !isErrorClass(errorClass)
          ? `errorClass is one of ${errorClasses.join(', ')}`
          : Number(percent) >= 0 && Number(percent) < 100
            ? undefined
            : 'percent is from 0 up to 99',
    },
    'part-lost': {
      summary: 'A part of an upload is taken, and is missing when the session is asked; `path` is its number from 0',
      event: 'upload-part',
    },
  },
  limited: (exchange, { retryAfter }) =>
    addHeaders(exchange, answer(exchange, rateLimited()), [['retry-after', String(retryAfter)]]),
}
