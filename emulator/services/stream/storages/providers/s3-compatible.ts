// A real S3 at an endpoint of its own: MinIO, R2, or the S3 port of a double. Path style, one PUT (§4).
import { XMLParser } from 'fast-xml-parser'
import { presign } from '../../../../s3/presign.ts'
import { realTime } from '../../../../time/real-time.ts'
import type { World } from '../../../../world.ts'
import type { S3Settings } from '../model.ts'
import { MissingCredentials, mistake, UploadFailure } from '../upload-failure.ts'
import { askProvider, isSuccess } from './exchange.ts'
import type { StoredFile } from './world-bucket.ts'

const parser = new XMLParser({ ignoreAttributes: true, processEntities: false })
const minutes = 60

/**
 * @param timeoutMs of real time
 * @returns the object's URL at the endpoint
 * @throws {UploadFailure}
 */
export async function putAtEndpoint(
  world: World,
  settings: S3Settings & { endpoint: string },
  file: StoredFile,
  timeoutMs: number,
): Promise<string> {
  const { apiKey, secret, endpoint, region } = settings
  if (apiKey === undefined || secret === undefined) {
    throw new MissingCredentials('s3', apiKey === undefined ? 's3_api_key' : 's3_secret')
  }
  const base = URL.parse(endpoint)
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new UploadFailure('InvalidEndpoint', `"${endpoint}" is no http or https URL`, [
      mistake('bad-endpoint', `"${endpoint}" is no URL`, 'It looks like http://127.0.0.1:9000'),
    ])
  }
  const s3Url = `${base.origin}${base.pathname.replace(/\/+$/, '')}`
  const signed = presign({
    s3Url,
    bucket: file.bucket,
    key: file.key,
    credentials: { accessKeyId: apiKey, secretAccessKey: secret },
    region,
    expiresIn: 15 * minutes,
    // The double's own S3 port lives in the world's time, any other in the real one.
    now: isOwn(world, base) ? world.clock.now() : realTime(),
    method: 'PUT',
  })
  const { status, text } = await askProvider(world, {
    url: signed,
    method: 'PUT',
    headers: { 'content-type': file.contentType },
    body: file.body,
    timeoutMs,
  })
  if (isSuccess(status)) return signed.slice(0, signed.indexOf('?'))
  throw refusal(status, text, settings, file.bucket)
}

function isOwn(world: World, { host, hostname, port }: URL): boolean {
  const own = new URL(world.s3Url)
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
  return host === own.host || (loopback.test(hostname) && loopback.test(own.hostname) && port === own.port)
}

function refusal(status: number, text: string, settings: S3Settings, bucket: string): UploadFailure {
  const { Code: code, Message: message } = readError(text)
  const mistakes = likely(code, settings, bucket)
  return new UploadFailure(
    code ?? `HTTP${status}`,
    message ?? `the endpoint answered ${status}`,
    mistakes ? [mistake(...mistakes)] : [],
  )
}

function readError(text: string): { Code?: string; Message?: string } {
  try {
    const { Error: error } = parser.parse(text) as { Error?: { Code?: unknown; Message?: unknown } }
    return {
      ...(error?.Code !== undefined && { Code: String(error.Code) }),
      ...(error?.Message !== undefined && { Message: String(error.Message) }),
    }
  } catch {
    // What answers there may be no S3 at all; the status is all that is known then.
    return {}
  }
}

function likely(
  code: string | undefined,
  { apiKey = '', secret = '', region }: S3Settings,
  bucket: string,
): Parameters<typeof mistake> | undefined {
  switch (code) {
    case 'NoSuchBucket':
      return ['no-such-bucket', `The endpoint has no bucket "${bucket}"`, 'Create it there']
    case 'InvalidAccessKeyId':
      return secret.length < apiKey.length && /^[A-Z0-9]{16,24}$/.test(secret)
        ? ['key-secret-swapped', 'The access key and the secret look swapped', 'Swap s3_api_key and s3_secret']
        : ['unknown-key', `The endpoint knows no access key "${apiKey}"`, 'Check s3_api_key']
    case 'SignatureDoesNotMatch':
      return secret.trim() === secret
        ? ['other-secret', `The secret is not that of "${apiKey}"`, 'Check s3_secret']
        : ['secret-whitespace', 'There is white space around the secret', 'Trim s3_secret']
    case 'AuthorizationHeaderMalformed':
    case 'AuthorizationQueryParametersError':
    case 'PermanentRedirect':
      return ['wrong-region', `The bucket is not in "${region}"`, 'Check s3_region']
    case 'AccessDenied':
      return ['write-denied', `"${apiKey}" may not write into "${bucket}"`, 'It needs s3:PutObject']
    default:
      return undefined
  }
}
