// What the S3 port answers when the buckets are in an S3 elsewhere: where that is. Readers are sent there, and others are told.
import { escapeMarkup } from '../../escape-markup.ts'
import { answerText } from '../../exchange.ts'
import type { Service } from '../../service.ts'
import { encodeKey } from './urls.ts'

export const s3ElsewhereService: Service = {
  select: () => undefined,
  handle(exchange) {
    const { path, query, request, world } = exchange
    const [, bucket = '', ...key] = path.split('/')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (reads && query === '' && key.join('/') !== '' && !request.headers.has('authorization') && world.external) {
      exchange.operation = 'Redirect'
      const location = `${world.external.bucketUrl(decoded(bucket))}/${encodeKey(decoded(key.join('/')))}`
      return new Response(null, { status: 307, headers: { location } })
    }
    const { AWS_ENDPOINT_URL_S3: endpoint, S3_BUCKET_PREFIX: prefix } = world.external?.environment ?? {}
    const where = `The objects of this double are in the S3 at ${endpoint}, in buckets that begin with "${prefix}": point the client there; stuntdouble env prints how`
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code><Message>${escapeMarkup(where)}</Message></Error>`
    return answerText(exchange, 501, text, { 'content-type': 'application/xml' })
  },
  jobs: {},
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not percent-encoded: then it is what it is, and no object has that key.
    return path
  }
}
