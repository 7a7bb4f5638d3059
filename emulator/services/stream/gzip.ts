// Answers that are compressed for clients that ask for it.
import { addHeaders, type Exchange } from '../../exchange.ts'

/** Characters; what is shorter grows, or gains nothing. */
const worthwhile = 1024

/** The answer, compressed where its client takes gzip and its text is long enough. */
export function compress(exchange: Exchange, response: Response, text: string): Response {
  const { request } = exchange
  if (text.length < worthwhile || !/(?:^|[\s,])gzip(?:$|[\s,;])/i.test(request.headers.get('accept-encoding') ?? ''))
    return response
  const body = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return addHeaders(exchange, new Response(body, response), [
    ['content-encoding', 'gzip'],
    ['vary', 'accept-encoding'],
  ])
}
