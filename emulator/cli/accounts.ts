// What a person needs to use the world `main`, service by service: the credentials, and a first call that works when it is pasted.
import { hmacSha256 } from '#platform'
import type { Emulator } from '../emulator.ts'
import { environmentOf } from '../environment.ts'
import { factories } from '../services/telestream/model.ts'
import { signRequest } from '../services/telestream/signature/index.ts'
import type { World } from '../world.ts'

export interface Account {
  title: string
  /** Names as the SDKs call them. */
  rows: (world: World, emulator: Emulator) => [name: string, value: string][]
  firstCall?: (world: World, emulator: Emulator) => string
}

export const accounts: readonly Account[] = [
  {
    title: 'Telestream Cloud / Panda',
    rows(world, { url, s3Url }) {
      const { accessKey, secretKey, factoryId, apiKey } = world.credentials.telestream
      const { TELESTREAM_API_HOST: host, TELESTREAM_API_PORT: port } = environmentOf(world, { url, s3Url })
      const token = tokenOf(world)
      return [
        ['api_host, api_port', `${host}, ${port}`],
        ['access_key', accessKey],
        ['secret_key', secretKey],
        ['factory_id, cloud_id', factoryId],
        ...(token === undefined ? [] : [['token', token] satisfies [string, string]]),
        ['X-Api-Key (Flip, Stores, workflows)', apiKey],
      ]
    },
    firstCall(world, { url }) {
      const token = tokenOf(world)
      return `curl '${token === undefined ? signedUrl(world, url) : `${url}/v2/profiles.json?token=${token}`}'`
    },
  },
  {
    title: 'DuraCloud',
    rows(world, { url }) {
      const users = world.credentials.duracloud.map(({ username, password }) => `${username}/${password}`)
      return [
        ['endpoint', `${url}/durastore`],
        ['users', users.join(' ')],
      ]
    },
  },
  {
    title: 'Stream Video',
    rows(world, { url }) {
      const { apiKey, apiSecret } = world.credentials.stream
      return [
        ['base URL', url],
        ['api_key', apiKey],
        ['api_secret', apiSecret],
      ]
    },
    firstCall(world, { url }) {
      const { apiKey, apiSecret } = world.credentials.stream
      return `curl '${url}/api/v2/video/calltypes?api_key=${apiKey}' -H 'stream-auth-type: jwt' -H 'Authorization: ${serverToken(apiSecret)}'`
    },
  },
  {
    title: 'Buckets (S3)',
    rows(world, { url, s3Url }) {
      const env = environmentOf(world, { url, s3Url })
      return [
        ['endpoint', env.AWS_ENDPOINT_URL_S3],
        ['access key id', env.AWS_ACCESS_KEY_ID ?? 'as the AWS SDK finds it'],
        ['secret access key', env.AWS_SECRET_ACCESS_KEY ?? 'as the AWS SDK finds it'],
        ['region', env.AWS_REGION],
        ...(env.S3_BUCKET_PREFIX === undefined
          ? []
          : [['names begin with', env.S3_BUCKET_PREFIX] satisfies [string, string]]),
      ]
    },
  },
]

/** Calls that work when they are pasted. */
export function firstCalls(emulator: Emulator): string[] {
  const calls = accounts.flatMap(({ firstCall }) => (firstCall ? [firstCall(emulator.worlds.main, emulator)] : []))
  // Nobody trusts its CA yet.
  return emulator.ca ? calls.map((call) => call.replace(/^curl /, 'curl -k ')) : calls
}

/** The scenario may have put no factory there. */
function tokenOf(world: World): string | undefined {
  return world.state.table(factories).get(world.credentials.telestream.factoryId)?.token
}

/** Good for ever, as the vendor's own server tokens are. */
function serverToken(secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ server: true })}`
  return `${signed}.${Buffer.from(hmacSha256(secret)(signed, 'base64'), 'base64').toString('base64url')}`
}

/** Good for five minutes. */
function signedUrl(world: World, url: string): string {
  const { accessKey, secretKey } = world.credentials.telestream
  const path = '/factories.json'
  const { query } = signRequest({
    verb: 'GET',
    host: new URL(url).hostname,
    path,
    accessKey,
    secret: secretKey,
    timestamp: new Date(world.clock.now()).toISOString(),
  })
  return `${url}/v3.0${path}?${query}`
}
