// Google Cloud Storage: the world's buckets, or an emulator's JSON API (§4).
import { importPKCS8, SignJWT } from 'jose'
import { z } from 'zod'
import { realTime } from '../../../../time/real-time.ts'
import type { World } from '../../../../world.ts'
import { MissingCredentials, mistake, UploadFailure } from '../upload-failure.ts'
import { askProvider, isSuccess } from './exchange.ts'
import { putInWorld, type StoredFile } from './world-bucket.ts'

const serviceAccount = z.looseObject({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
})

/**
 * @param endpoint of an emulator; without one the file goes into a bucket of the world
 * @throws {UploadFailure}
 */
export async function putOnGoogle(
  world: World,
  credentials: string | undefined,
  file: StoredFile,
  { endpoint, timeoutMs }: { endpoint: string | undefined; timeoutMs: number },
): Promise<string> {
  if (credentials === undefined || credentials === '') throw new MissingCredentials('gcs', 'gcs_credentials')
  const account = readAccount(credentials)
  const token = await bearerToken(account)
  if (endpoint === undefined) return putInWorld(world, file, 'notFound')
  const base = endpoint.replace(/\/+$/, '')
  const { status, text } = await askProvider(world, {
    url: `${base}/upload/storage/v1/b/${encodeURIComponent(file.bucket)}/o?uploadType=media&name=${encodeURIComponent(file.key)}`,
    method: 'POST',
    headers: { 'content-type': file.contentType, authorization: `Bearer ${token}` },
    body: file.body,
    timeoutMs,
  })
  if (isSuccess(status)) return `${base}/${[file.bucket, ...file.key.split('/')].map(encodeURIComponent).join('/')}`
  throw new UploadFailure(
    status === 404 ? 'notFound' : status === 401 ? 'authError' : status === 403 ? 'forbidden' : `HTTP${status}`,
    `googleapi: Error ${status}: ${messageOf(text)}`,
    status === 404 ? [mistake('no-such-bucket', `The endpoint has no bucket "${file.bucket}"`, 'Create it there')] : [],
  )
}

/** @throws {UploadFailure} invalid_grant, with what is wrong with it for the journal */
function readAccount(text: string): z.infer<typeof serviceAccount> {
  const bad = (why: string, hint: string) =>
    new UploadFailure('invalid_credentials', `google: could not parse JSON key: ${why}`, [
      mistake('bad-service-account', `gcs_credentials: ${why}`, hint),
    ])
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw bad('it is not JSON', 'Give the whole content of the service account file, as text')
  }
  const read = serviceAccount.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw bad(
    `${issue?.path.join('.') || 'it'} is ${issue?.code === 'invalid_value' ? 'not service_account' : 'missing'}`,
    'It is the JSON file that Google makes for a key of a service account',
  )
}

/** A token that the account signs for itself: no authority has to be asked, and the key is proven to be one. */
async function bearerToken(account: z.infer<typeof serviceAccount>): Promise<string> {
  const key = await importPKCS8(account.private_key, 'RS256').catch(() => {
    throw new UploadFailure('invalid_grant', 'oauth2: "invalid_grant" "Invalid JWT Signature."', [
      mistake('bad-service-account', 'private_key is no RSA key in PKCS #8', 'Are its line breaks still there?'),
    ])
  })
  const seconds = Math.floor(realTime() / 1000)
  return new SignJWT({ scope: 'https://www.googleapis.com/auth/devstorage.read_write' })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(account.private_key_id && { kid: account.private_key_id }) })
    .setIssuer(account.client_email)
    .setSubject(account.client_email)
    .setAudience('https://storage.googleapis.com/')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 3600)
    .sign(key)
}

function messageOf(text: string): string {
  try {
    const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(JSON.parse(text))
    return error.message
  } catch {
    // Some answer in plain text.
    return text.slice(0, 200)
  }
}
