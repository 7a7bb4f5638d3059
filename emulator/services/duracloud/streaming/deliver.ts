// A request to a streaming host: CloudFront's answer, from the bucket of the space (§2.5, §2.8).
import { addHeaders, type Exchange } from '../../../exchange.ts'
import { addressOf } from '../../../ip-range.ts'
import { spaces } from '../model.ts'
import { getCookies } from '../tasks/signed-cookies.ts'
import { readBucket } from './bucket.ts'
import { corsHeaders, originMistake, preflightHeaders } from './cors.ts'
import { type DistributionOperation, distributionOperation } from './distribution-operation.ts'
import { type Distribution, distributions } from './distributions.ts'
import { presentedBy, unsignedQuery } from './presented.ts'
import { answerRefusal, DeliveryRefused, malformedPath, noSuchBucket, unsatisfied } from './refusals.ts'
import { verify } from './verify.ts'

/** Answers a request whose host a world issued. @throws {DuraCloudError} what `aux/cookies` refuses */
export async function deliver(exchange: Exchange): Promise<Response> {
  const { world, request } = exchange
  const requestId = world.ids.passing('cloudfront-request', 56)
  let response: Response
  let cache = 'Miss'
  try {
    response = await answer(exchange)
  } catch (error) {
    if (!(error instanceof DeliveryRefused)) throw error
    response = answerRefusal(exchange, error, requestId)
    cache = 'Error'
  }
  addHeaders(exchange, response, [
    ['x-cache', `${cache} from cloudfront`],
    ['via', `1.1 ${exchange.host} (CloudFront)`],
    ['x-amz-cf-id', requestId],
  ])
  return request.method === 'HEAD' && response.body ? new Response(null, response) : response
}

async function answer(exchange: Exchange): Promise<Response> {
  const { world, request } = exchange
  exchange.operation = distributionOperation(request.method)
  const distribution = world.state.table(distributions).find({ host: exchange.host ?? '' })
  if (!distribution?.enabled) throw unsatisfied('The distribution is disabled.')
  if (asksForCookies(distribution, exchange)) {
    exchange.operation = 'distribution.cookies' satisfies DistributionOperation
    refuseOthersThan(['GET', 'HEAD'], request)
    return getCookies({ world, exchange, request, query: new URLSearchParams(exchange.query) })
  }
  refuseOthersThan(['GET', 'HEAD', 'OPTIONS'], request)
  const key = keyOf(distribution, exchange.path)
  // A preflight is no exception: browsers send no cookies with it, which is why it fails here (dash.js issue 1326).
  if (distribution.security === 'SECURE') {
    const resource = resourceOf(distribution, key, exchange)
    await verify({ world, resource, address: addressOf(exchange.peer) }, presentedBy(exchange))
  }
  const space = world.state.table(spaces).find({ bucket: distribution.bucket })
  if (!space) throw noSuchBucket(distribution.bucket)
  if (request.method === 'OPTIONS') return new Response(null, { headers: preflightHeaders(space, request) })
  const origin = request.headers.get('origin')
  const cors = corsHeaders(space, origin)
  if (origin !== null && Object.keys(cors).length === 0) {
    exchange.diagnosis = originMistake(space, origin, request.method)
  }
  const response = await readBucket(world, space, key, request)
  return addHeaders(exchange, response, Object.entries({ server: 'AmazonS3', ...cors }))
}

/** DuraCloud gives secure distributions a path that leads to its own `aux/cookies`. */
function asksForCookies({ protocol, security }: Distribution, { path }: Exchange): boolean {
  return protocol === 'hls' && security === 'SECURE' && path === '/cookies'
}

function refuseOthersThan(methods: readonly string[], { method }: Request): void {
  if (methods.includes(method)) return
  throw unsatisfied(
    'This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.',
  )
}

/** The content that a path names; of RTMP, behind the application, and without the kind of file that players put before it. */
function keyOf({ protocol }: Distribution, path: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    throw malformedPath(path)
  }
  if (protocol === 'hls') return decoded.slice(1)
  const application = '/cfx/st/'
  if (!decoded.startsWith(application)) throw unsatisfied('Bad request.')
  return decoded.slice(application.length).replace(/^(?:mp4|flv|mp3|id3|f4v|m4v|m4a):/, '')
}

/** What policies name: a URL, or RTMP's stream. CloudFront sends http on to https, so that there is no other scheme, and no port. */
function resourceOf({ protocol, host }: Distribution, key: string, { path, query }: Exchange): string {
  if (protocol === 'rtmp') return key
  const rest = unsignedQuery(query)
  return `https://${host}${path}${rest === '' ? '' : `?${rest}`}`
}
