// Azure Blob Storage: the world's buckets, or an emulator such as Azurite; a service principal in either case (§4).
import { UnsecuredJWT } from 'jose'
import { z } from 'zod'
import { constantTimeEqual } from '../../../../constant-time.ts'
import { realTime } from '../../../../time/real-time.ts'
import type { World } from '../../../../world.ts'
import type { AzureSettings } from '../model.ts'
import type { StreamSettings } from '../../../../options.ts'
import { MissingCredentials, mistake, UploadFailure } from '../upload-failure.ts'
import { askProvider, isSuccess } from './exchange.ts'
import { putInWorld, type StoredFile } from './world-bucket.ts'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const domain = /^([a-z0-9-]+\.)+[a-z]{2,}$/i

/** @throws {UploadFailure} */
export async function putOnAzure(
  world: World,
  settings: AzureSettings | undefined,
  file: StoredFile,
  options: Pick<StreamSettings, 'azure' | 'azureAuthority' | 'azureEndpoint'> & { timeoutMs: number },
): Promise<string> {
  if (!settings) throw new MissingCredentials('abs', 'azure_blob')
  if (!guid.test(settings.tenant) && !domain.test(settings.tenant)) {
    throw new UploadFailure(
      'AADSTS900023',
      `AADSTS900023: Specified tenant identifier '${settings.tenant}' is neither a valid DNS name, nor a valid external domain.`,
      [mistake('wrong-tenant', `"${settings.tenant}" is neither a GUID nor a domain`, 'Check abs_tenant_id')],
    )
  }
  if (options.azureEndpoint !== undefined) return putAtEndpoint(world, settings, file, options.azureEndpoint, options)
  refuseOthers(settings, options.azure)
  return putInWorld(world, file, 'ContainerNotFound')
}

/** Where the double was told whom its containers open for, as Entra would refuse the others. */
function refuseOthers(sent: AzureSettings, known: AzureSettings | undefined): void {
  if (!known) return
  if (!constantTimeEqual(known.tenant, sent.tenant)) {
    throw new UploadFailure(
      'AADSTS90002',
      `AADSTS90002: Tenant '${sent.tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
      [mistake('wrong-tenant', `The tenant is not "${sent.tenant}"`, 'Check abs_tenant_id')],
    )
  }
  if (!constantTimeEqual(known.clientId, sent.clientId)) {
    throw new UploadFailure(
      'AADSTS700016',
      `AADSTS700016: Application with identifier '${sent.clientId}' was not found in the directory '${sent.tenant}'.`,
      [mistake('unknown-key', `The tenant knows no application "${sent.clientId}"`, 'Check abs_client_id')],
    )
  }
  if (!constantTimeEqual(known.clientSecret, sent.clientSecret)) {
    throw new UploadFailure(
      'AADSTS7000215',
      `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${sent.clientId}'.`,
      [mistake('other-secret', 'The client secret is another', 'Check abs_client_secret')],
    )
  }
  if (known.account !== sent.account) {
    throw new UploadFailure('RequestError', `dial tcp: lookup ${sent.account}.blob.core.windows.net: no such host`, [
      mistake('wrong-account', `There is no storage account "${sent.account}"`, 'Check abs_account_name'),
    ])
  }
}

async function putAtEndpoint(
  world: World,
  settings: AzureSettings,
  file: StoredFile,
  endpoint: string,
  { azureAuthority, timeoutMs }: { azureAuthority: string | undefined; timeoutMs: number },
): Promise<string> {
  const token =
    azureAuthority === undefined ? madeToken(settings) : await issuedToken(world, settings, azureAuthority, timeoutMs)
  const path = [settings.account, file.bucket, ...file.key.split('/')].map(encodeURIComponent).join('/')
  const url = `${endpoint.replace(/\/+$/, '')}/${path}`
  const { status, text } = await askProvider(world, {
    url,
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': file.contentType,
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-version': '2021-08-06',
      'x-ms-date': new Date(realTime()).toUTCString(),
    },
    body: file.body,
    timeoutMs,
  })
  if (isSuccess(status)) return url
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? `HTTP${status}`
  const message = /<Message>([^<\n]+)/.exec(text)?.[1] ?? `the endpoint answered ${status}`
  throw new UploadFailure(
    code,
    message,
    code === 'ContainerNotFound'
      ? [mistake('no-such-bucket', `The account has no container "${file.bucket}"`, 'Create it there')]
      : [],
  )
}

/** In the form that Azurite's `--oauth basic` looks at: it checks issuer, audience and times, and no signature. */
function madeToken({ tenant, clientId }: AzureSettings): string {
  const seconds = Math.floor(realTime() / 1000)
  return new UnsecuredJWT({ appid: clientId, oid: clientId, tid: tenant, ver: '1.0' })
    .setIssuer(`https://sts.windows.net/${tenant}/`)
    .setAudience('https://storage.azure.com')
    .setSubject(clientId)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 3600)
    .encode()
}

const tokenAnswer = z.object({ access_token: z.string() })
const tokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() })

async function issuedToken(
  world: World,
  { tenant, clientId, clientSecret }: AzureSettings,
  authority: string,
  timeoutMs: number,
): Promise<string> {
  const { text, status } = await askProvider(world, {
    url: `${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://storage.azure.com/.default',
    }).toString(),
    timeoutMs,
  })
  const value = readJson(text)
  const answer = tokenAnswer.safeParse(value)
  if (answer.success) return answer.data.access_token
  const refusal = tokenRefusal.safeParse(value)
  const said = refusal.success ? (refusal.data.error_description ?? refusal.data.error) : `it answered ${status}`
  throw new UploadFailure(/AADSTS\d+/.exec(said)?.[0] ?? 'invalid_client', said, [
    mistake(
      'wrong-tenant',
      `The authority refused the principal: ${said}`,
      'Check abs_tenant_id, abs_client_id and abs_client_secret',
    ),
  ])
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
