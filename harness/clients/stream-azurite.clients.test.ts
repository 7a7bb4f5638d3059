// Azure's own emulator, Azurite, as the storage of an app: its checks of a service principal's token are on, which needs https.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { StreamClient } from '@stream-io/node-sdk'
import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAuthority } from '../../emulator/platform/node-authority.ts'
import { type CliProcess, startCli } from '../cli-process.ts'

const cache = fileURLToPath(new URL('../../.cache/clients/azurite/', import.meta.url))
const version = '3.35.0'
const account = 'films'
const tenant = '5a2b6a0e-5d4f-4f0b-9c4b-1f0d9a3c7e21'

/** Kept in the repository's ignored .cache/: it has as many packages as a small planet. */
async function installAzurite(): Promise<string> {
  await mkdir(cache, { recursive: true })
  const program = join(cache, 'node_modules/azurite/dist/src/blob/main.js')
  const installed = await promisify(execFile)(process.execPath, [program, '--version']).catch(() => undefined)
  if (installed?.stdout.trim() !== version) {
    const npm = ['install', '--prefix', cache, '--no-save', '--no-package-lock', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', [...npm, `azurite@${version}`])
  }
  return program
}

interface Azurite extends AsyncDisposable {
  url: string
  /** Of who signed its certificate. */
  authority: string
}

async function startAzurite(folder: string): Promise<Azurite> {
  const program = await installAzurite()
  const authority = await openAuthority({ directory: folder })
  const { certificate, key } = await authority.issue(['127.0.0.1'])
  const [cert, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await Promise.all([writeFile(cert, certificate), writeFile(keyFile, key)])
  const options = [
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    '0',
    '--location',
    folder,
    '--silent',
    '--skipApiVersionCheck',
    '--disableTelemetry',
  ]
  const child = spawn(process.execPath, [program, ...options, '--oauth', 'basic', '--cert', cert, '--key', keyFile], {
    env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${Buffer.from('a key that nobody uses').toString('base64')}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      const [, found] = /successfully listens on (https:\S+)/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`Azurite ended with ${code}: ${said}`)))
  })
  return {
    url,
    authority: authority.certificate,
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

let folder: string
let azurite: Azurite
let double: CliProcess
let client: StreamClient
let control: (path: string, body: unknown) => Promise<unknown>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stuntdouble-azurite-'))
  azurite = await startAzurite(folder)
  const free = ['start', '--port', '0', '--s3-port', '0', '--log', 'json']
  double = startCli([...free, '--stream-azure-endpoint', azurite.url], {
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
  })
  const { url, env } = (await double.event('ready')) as { url: string; env: Record<string, string> }
  client = new StreamClient(env['STREAM_API_KEY'] ?? '', env['STREAM_API_SECRET'] ?? '', { basePath: url })
  control = async (path, body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/_stuntdouble${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return answer.json()
  }
  const made = await ask('PUT', '/recordings?restype=container')
  if (made.status !== 201) throw new Error(`Azurite made no container: ${made.status} ${made.body}`)
  await client.createExternalStorage(storage('azure', 'recordings'))
})
afterAll(async () => {
  await double?.[Symbol.asyncDispose]()
  await azurite?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const storage = (name: string, container: string) => ({
  name,
  storage_type: 'abs' as const,
  bucket: container,
  path: 'stream',
  azure_blob: {
    abs_account_name: account,
    abs_tenant_id: tenant,
    abs_client_id: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    abs_client_secret: 'hush',
  },
})

/** What the app itself asks its account. */
function ask(method: string, path: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const token = new UnsecuredJWT()
    .setIssuer(`https://sts.windows.net/${tenant}/`)
    .setAudience('https://storage.azure.com')
    .setIssuedAt()
    .setNotBefore('-1m')
    .setExpirationTime('1h')
    .encode()
  const headers = { authorization: `Bearer ${token}`, 'x-ms-version': '2021-08-06' }
  const url = `${azurite.url}/${account}${path}`
  request(url, { method, headers, ca: azurite.authority }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
  })
    .on('error', reject)
    .end()
  return promise
}

describe('a storage of Azure, at Azurite', () => {
  it('takes the check’s file', async () => {
    const { file_url: url } = await client.checkExternalStorage({ name: 'azure' })
    expect(url).toMatch(new RegExp(`^${azurite.url}/films/recordings/stream/stream-[0-9a-f-]{36}\\.md$`))
    const { status, body } = await ask('GET', url.slice(`${azurite.url}/${account}`.length))
    expect([status, body]).toEqual([200, 'This file was written by Stream to check that it may write here.\n'])
  })

  it('takes a recording', async () => {
    const call = client.video.call('default', 'azure')
    await call.getOrCreate({ data: { created_by_id: 'john' } })
    await control('/stream/calls/default/azure/participants', { user_id: 'john' })
    await call.startRecording({ recording_type: 'composite', recording_external_storage: 'azure' })
    await control('/clock/advance', { ms: 60_000 })
    await call.end()
    await control('/clock/advance', { ms: 60_000 })
    const { recordings } = await call.listRecordings()
    expect(recordings).toHaveLength(1)
    const { body } = await ask('GET', '/recordings?restype=container&comp=list')
    expect(body).toContain(`<Name>stream/${recordings[0]?.filename}</Name>`)
    expect(body).toContain('<Content-Type>video/mp4</Content-Type>')
  })

  it('of a container that is not there is refused in its words', async () => {
    await client.createExternalStorage(storage('wrong', 'nothing'))
    await expect(client.checkExternalStorage({ name: 'wrong' })).rejects.toThrow(
      /^Stream error code 4: CheckExternalStorage failed with error: "failed to upload test file: ContainerNotFound: /,
    )
  })

  it('of another account is refused in its words', async () => {
    const { azure_blob: principal, ...rest } = storage('stranger', 'recordings')
    await client.createExternalStorage({ ...rest, azure_blob: { ...principal, abs_account_name: 'strangers' } })
    await expect(client.checkExternalStorage({ name: 'stranger' })).rejects.toThrow(/failed to upload test file: \w+: /)
  })
})
