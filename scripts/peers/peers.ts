// The double, and what people would use in its place or beside it: where they do the same thing, they are asked the same.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mainCredentials } from '../../emulator/credentials.ts'
import { message } from '../bench/load.ts'
import { sha256, type S3Keys, signV4 } from '../bench/sign-v4.ts'
import { signedPaths, signedQuery } from '../bench/signed-paths.ts'
import { azureAccount, signAzure } from './azure-shared-key.ts'
import { installAlone, mavenJar, packDouble, root, weigh } from './install.ts'
import type { Keyed, Peer, Running, Server } from './peer.ts'
import { run } from './running.ts'
import { tarOf } from './tar.ts'

const exec = promisify(execFile)
const quiet = '--disable-warning=ExperimentalWarning'
export const versions = {
  emulate: '0.12.2',
  s3rver: '3.7.1',
  azurite: '3.35.0',
  '@stoplight/prism-cli': '5.14.2',
  hono: '4.13.19',
  '@hono/node-server': '2.1.8',
  wiremock: '3.13.2',
  msw: '3.0.5',
}
const minioImage = 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'

/** A folder of its own for a run, which goes with it. */
async function inFolder(start: (directory: string) => Promise<Running>): Promise<Running> {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-peer-'))
  const running = await start(directory).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true })
    throw error
  })
  return {
    ...running,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Requests to S3, each with a signature of its own. */
function s3Keyed(port: number, credentials: S3Keys, bucket = 'bench'): Keyed {
  const host = `127.0.0.1:${port}`
  const at = (): number => Date.now()
  const sign = (method: string, path: string, payload: string, query: Record<string, string> = {}) =>
    signV4(credentials, { method, host, path, payload, query, at: at() })
  const send = (method: string, path: string, body?: Uint8Array): Buffer =>
    message(method, port, path, sign(method, path, sha256(body ?? '')), body)
  return {
    create: () => send('PUT', `/${bucket}`),
    put: (key, body) => send('PUT', `/${bucket}/${key}`, body),
    get: (key) => send('GET', `/${bucket}/${key}`),
    list: () => {
      const query = { 'list-type': '2', 'max-keys': '100' }
      return message('GET', port, `/${bucket}?list-type=2&max-keys=100`, sign('GET', `/${bucket}`, sha256(''), query))
    },
    large: {
      url: `http://${host}/${bucket}/large`,
      headers: (method) => sign(method, `/${bucket}/large`, method === 'PUT' ? 'UNSIGNED-PAYLOAD' : sha256('')),
    },
  }
}

const { telestream: account, s3: s3Keys } = mainCredentials
const factoryPath = `/factories/${account.factoryId}.json`

const stuntdouble: Server = {
  name: 'stuntdouble',
  version: 'this commit',
  is: 'this project, as it is installed, with everything that it does by default; state and objects in memory, not on disk',
  async start(port) {
    const directory = await installDouble()
    const cli = join(directory, 'node_modules/stuntdouble/dist/emulator/bin/cli.js')
    const args = ['start', '--port', String(port), '--s3-port', String(port + 1), '--log', 'silent']
    return inFolder((cwd) => run(process.execPath, [quiet, cli, ...args], { cwd }))
  },
  first: () => '/_stuntdouble/ready',
  call: {
    what: 'signed by HMAC, verified, journalled',
    messages: (port) => signedPaths(account, factoryPath, 4000).map((path) => message('GET', port, path)),
  },
  objects: { what: 'SigV4 verified, journalled', keyed: (port) => s3Keyed(port + 1, s3Keys) },
  intercepted: { what: 'signed by HMAC, verified, journalled', time: () => callBehindMsw('double') },
  install: async () => weigh(await installDouble()),
}

let tarball: Promise<string> | undefined
const packed = (): Promise<string> => (tarball ??= packDouble())
const installDouble = async (): Promise<string> => installAlone('stuntdouble', [await packed()])

const mswPackages = async (who: 'double' | 'bare') => {
  const [directory, specifiers] =
    who === 'double' ? ['stuntdouble-msw', [await packed(), `msw@${versions.msw}`]] : ['msw', [`msw@${versions.msw}`]]
  return installAlone(directory, specifiers)
}

/** What the double answered, for the bare handler to answer too. */
let answered: string | undefined

async function callBehindMsw(who: 'double' | 'bare'): Promise<number> {
  const directory = await mswPackages(who)
  const program = join(directory, 'msw-call.mjs')
  await writeFile(program, stripTypeScriptTypes(await readFile(join(root, 'scripts/peers/msw-call.ts'), 'utf8')))
  const query = signedQuery(account, 'GET', factoryPath, undefined, {}, productionHost)
  const url = `https://${productionHost}/v3.0${factoryPath}?${query}`
  const { stdout } = await exec(process.execPath, [quiet, program, who, url, answered ?? '{}'], { cwd: directory })
  const { us, body } = JSON.parse(stdout) as { us: number; body: string }
  if (who === 'double') answered = body
  return us
}
const productionHost = 'api.cloud.telestream.net'

const msw: Peer = {
  name: 'bare msw',
  version: versions.msw,
  is: 'a handler that answers the same JSON to whatever comes: the least that a call behind msw can be',
  intercepted: { what: 'no credential', time: () => callBehindMsw('bare') },
  install: async () => weigh(await mswPackages('bare')),
}

const hono: Server = {
  name: 'bare Hono',
  version: versions.hono,
  is: 'hello world, and objects in a Map: the least that a server in this language can be',
  async start(port) {
    const directory = await installAlone('hono', [
      `hono@${versions.hono}`,
      `@hono/node-server@${versions['@hono/node-server']}`,
    ])
    const source = join(root, 'scripts/peers/bare-hono.ts')
    const program = join(directory, 'bare-hono.mjs')
    await writeFile(program, stripTypeScriptTypes(await readFile(source, 'utf8')))
    return run(process.execPath, [program, String(port)], { cwd: directory })
  },
  first: () => '/hello',
  call: { what: 'no credential', messages: (port) => [message('GET', port, '/hello')] },
  objects: {
    what: 'no credential',
    keyed: (port) => ({
      put: (key, body) => message('PUT', port, `/objects/${key}`, {}, body),
      get: (key) => message('GET', port, `/objects/${key}`),
      list: () => message('GET', port, '/objects?limit=100'),
      large: { url: `http://127.0.0.1:${port}/objects/large`, headers: () => ({}) },
    }),
  },
  install: async () =>
    weigh(await installAlone('hono', [`hono@${versions.hono}`, `@hono/node-server@${versions['@hono/node-server']}`])),
}

const emulatePackage = () => installAlone('emulate', [`emulate@${versions.emulate}`])
/** It lets a token ask 5,000 times. */
const manyTokens = (make: (authorization: Record<string, string>) => Buffer): Buffer[] =>
  Array.from({ length: 400 }, (_, n) => make({ authorization: `Bearer token-${n}` }))

const emulate: Server = {
  name: 'emulate',
  version: versions.emulate,
  is: 'emulators of other vendors’ APIs: its GitHub and its S3, which verifies no signature',
  async start(port) {
    const directory = await emulatePackage()
    const args = ['node_modules/emulate/dist/index.js', 'start', '-p', String(port), '-s', 'github,aws']
    return run(process.execPath, args, { cwd: directory })
  },
  first: () => '/user',
  call: {
    what: 'a bearer token, looked up',
    messages: (port) => manyTokens((authorization) => message('GET', port, '/user', authorization)),
  },
  objects: {
    what: 'credential not verified',
    keyed(port) {
      let asked = 0
      const token = (): Record<string, string> => ({ authorization: `Bearer token-${(asked += 1) % 400}` })
      return {
        create: () => message('PUT', port + 1, '/bench', token()),
        put: (key, body) => message('PUT', port + 1, `/bench/${key}`, token(), body),
        get: (key) => message('GET', port + 1, `/bench/${key}`, token()),
        list: () => message('GET', port + 1, '/bench?list-type=2&max-keys=100', token()),
        large: { url: `http://127.0.0.1:${port + 1}/bench/large`, headers: token },
      }
    },
  },
  install: async () => weigh(await emulatePackage()),
}

const s3rverPackage = () => installAlone('s3rver', [`s3rver@${versions.s3rver}`])
const s3rver: Server = {
  name: 's3rver',
  version: versions.s3rver,
  is: 'an S3 of files in a directory',
  async start(port) {
    const directory = await s3rverPackage()
    const program = join(directory, 'node_modules/s3rver/bin/s3rver.js')
    return inFolder((cwd) =>
      run(process.execPath, [program, '-d', cwd, '-p', String(port), '-a', '127.0.0.1', '-s', '--no-vhost-buckets'], {
        cwd,
      }),
    )
  },
  first: () => '/',
  objects: {
    what: 'SigV4 verified, on disk',
    keyed: (port) => s3Keyed(port, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }),
  },
  install: async () => weigh(await s3rverPackage()),
}

const azuritePackage = () => installAlone('azurite', [`azurite@${versions.azurite}`])
const azurite: Server = {
  name: 'Azurite',
  version: versions.azurite,
  is: 'Azure’s Blob API, in memory',
  async start(port) {
    const directory = await azuritePackage()
    const program = join(directory, 'node_modules/azurite/dist/src/blob/main.js')
    const args = [
      '--blobPort',
      String(port),
      '--inMemoryPersistence',
      '--silent',
      '--disableTelemetry',
      '--skipApiVersionCheck',
    ]
    return inFolder((cwd) => run(process.execPath, [program, ...args], { cwd }))
  },
  first: () => `/${azureAccount}?comp=list`,
  objects: {
    what: 'Shared Key verified',
    keyed(port) {
      const at = (path: string): string => `/${azureAccount}${path}`
      const send = (method: string, path: string, query: Record<string, string>, body?: Uint8Array): Buffer => {
        const text = new URLSearchParams(query).toString()
        const headers = signAzure(method, at(path), query, body?.length ?? 0)
        return message(method, port, `${at(path)}${text === '' ? '' : `?${text}`}`, headers, body)
      }
      return {
        create: () => send('PUT', '/bench', { restype: 'container' }),
        put: (key, body) => send('PUT', `/bench/${key}`, {}, body),
        get: (key) => send('GET', `/bench/${key}`, {}),
        list: () => send('GET', '/bench', { comp: 'list', maxresults: '100', restype: 'container' }),
        large: {
          url: `http://127.0.0.1:${port}${at('/bench/large')}`,
          headers: (method) =>
            method === 'PUT'
              ? signAzure(method, at('/bench/large'), {}, largeSize, 'application/octet-stream')
              : signAzure(method, at('/bench/large'), {}, 0),
        },
      }
    },
  },
  install: async () => weigh(await azuritePackage()),
}

/** Bytes. */
export const largeSize = 100 * 1024 * 1024

const prismPackage = () => installAlone('prism', [`@stoplight/prism-cli@${versions['@stoplight/prism-cli']}`])
const prism: Server = {
  name: 'Prism',
  version: versions['@stoplight/prism-cli'],
  is: 'answers of an OpenAPI document’s examples',
  async start(port) {
    const directory = await prismPackage()
    const document = join(directory, 'openapi.json')
    await writeFile(document, JSON.stringify(openapi))
    const program = join(directory, 'node_modules/@stoplight/prism-cli/dist/index.js')
    return run(process.execPath, [program, 'mock', document, '-p', String(port), '-v', 'silent'], { cwd: directory })
  },
  first: () => '/videos/1.json',
  call: {
    what: 'that a credential is there',
    messages: (port) => [message('GET', port, '/videos/1.json', { 'x-api-key': 'key' })],
  },
  install: async () => weigh(await prismPackage()),
}

const video = { id: '1', status: 'success', original_filename: 'film.mp4', created_at: '2026/01/01 00:00:00 +0000' }
const openapi = {
  openapi: '3.0.3',
  info: { title: 'Videos', version: '1' },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
  paths: {
    '/videos/{id}.json': {
      get: {
        security: [{ key: [] }],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'A video', content: { 'application/json': { example: video } } } },
      },
    },
  },
}

const wiremock: Server = {
  name: 'WireMock',
  version: versions.wiremock,
  is: 'stubs, on the JVM',
  async start(port) {
    const jar = await mavenJar('org.wiremock', 'wiremock-standalone', versions.wiremock)
    return inFolder(async (cwd) => {
      await mkdir(join(cwd, 'mappings'))
      await writeFile(join(cwd, 'mappings/video.json'), JSON.stringify(stub))
      return run(
        'java',
        ['-jar', jar, '--port', String(port), '--bind-address', '127.0.0.1', '--root-dir', cwd, '--no-request-journal'],
        { cwd },
      )
    })
  },
  first: () => '/videos/1.json',
  call: {
    what: 'a header, compared',
    messages: (port) => [message('GET', port, '/videos/1.json', { 'x-api-key': 'key' })],
  },
  async install() {
    return {
      bytes: (await stat(await mavenJar('org.wiremock', 'wiremock-standalone', versions.wiremock))).size,
      packages: undefined,
    }
  },
}
const stub = {
  request: { method: 'GET', urlPath: '/videos/1.json', headers: { 'x-api-key': { equalTo: 'key' } } },
  response: { status: 200, jsonBody: video, headers: { 'Content-Type': 'application/json' } },
}

const minioKeys = { accessKeyId: 'benchmarks', secretAccessKey: 'benchmarks-secret' }
const minio: Server = {
  name: 'MinIO',
  version: minioImage.replace(/.*RELEASE\./, '').slice(0, 10),
  is: 'an S3 in Go, in a container on the host’s network',
  start: (port) =>
    inFolder(async (cwd) => {
      const user = `${process.getuid?.()}:${process.getgid?.()}`
      const place = ['--detach', '--network', 'host', '--user', user, '--volume', `${cwd}:/data`]
      const keys = Object.entries({
        MINIO_ROOT_USER: minioKeys.accessKeyId,
        MINIO_ROOT_PASSWORD: minioKeys.secretAccessKey,
      }).flatMap(([name, value]) => ['--env', `${name}=${value}`])
      const serve = ['server', '/data', '--address', `127.0.0.1:${port}`, '--console-address', '127.0.0.1:0']
      const { stdout } = await exec('docker', ['run', ...place, ...keys, minioImage, ...serve])
      const id = stdout.trim()
      const { stdout: pid } = await exec('docker', ['inspect', '--format', '{{.State.Pid}}', id])
      return {
        pid: Number(pid),
        lastWords: async () => {
          const { stdout: state } = await exec('docker', ['inspect', '--format', '{{.State.Running}}', id])
          if (state.trim() === 'true') return undefined
          const { stdout: out, stderr } = await exec('docker', ['logs', '--tail', '20', id])
          return `${out}${stderr}`
        },
        async [Symbol.asyncDispose]() {
          await exec('docker', ['rm', '--force', '--volumes', id])
        },
      }
    }),
  first: () => '/minio/health/ready',
  objects: {
    what: 'SigV4 verified, on disk',
    keyed: (port) => ({ ...s3Keyed(port, minioKeys), bulk: snowball(port) }),
  },
}

/** MinIO unpacks a tar that says so into the bucket. */
function snowball(port: number): NonNullable<Keyed['bulk']> {
  let sent = 0
  return {
    count: 1000,
    what: 'a tar of 1,000',
    put(keys, body) {
      const tar = tarOf(keys, body)
      const path = `/bench/snowball-${(sent += 1)}.tar`
      const headers = { 'x-amz-meta-snowball-auto-extract': 'true' }
      const signing = { method: 'PUT', host: `127.0.0.1:${port}`, path, headers, payload: sha256(tar), at: Date.now() }
      return message('PUT', port, path, signV4(minioKeys, signing), tar)
    },
  }
}

/** Those that do nothing of what the others do. */
export const bare: readonly string[] = [hono.name, msw.name]

/** The double first, then the least that is possible, then the field. */
export const peers: readonly Peer[] = [stuntdouble, hono, msw, emulate, prism, wiremock, s3rver, azurite, minio]
