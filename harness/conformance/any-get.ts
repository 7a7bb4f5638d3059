// A GET or HEAD as some client sends it to some vendor, rightly or not, and with whatever comes with it.
import fc from 'fast-check'
import type { EmulatorOptions, World } from '../../emulator/index.ts'
import { sha256, signV4 } from '../../scripts/bench/sign-v4.ts'
import { basic } from '../duracloud-client.ts'
import type { Known } from '../hostile/known.ts'
import { telestreamClient } from '../telestream-client.ts'

/** The names by which clients know the double. */
export const authority = 'double.test:4600'
export const s3Authority = 'buckets.test:4601'

/** Of a double that is known by these. */
export const options: EmulatorOptions = {
  port: 0,
  s3Port: 0,
  publicUrl: `http://${authority}`,
  s3PublicUrl: `http://${s3Authority}`,
  controlHosts: ['double.test'],
}

export type Pair = readonly [name: string, value: string]

/** A request as it is written on a socket. */
export interface Sent {
  method: 'GET' | 'HEAD'
  authority: string
  target: string
  headers: readonly Pair[]
}

/** Who asks, and what for. */
export interface Asking {
  world: World
  known: Known
  /** Of Stream. */
  tokens: readonly string[]
}

const idOf = (known: Known) =>
  fc.nat({ max: 30 }).map((at) => {
    const ids = known.list('telestream').filter((one) => /^[0-9a-f]{32}$/.test(one))
    return ids[at % Math.max(1, ids.length)] ?? 'none'
  })

const telestream = ({ known, world }: Asking) =>
  fc
    .record({
      path: fc.oneof(
        fc.constantFrom('/videos', '/encodings', '/profiles', '/factories', '/notifications', '/videos/none', '/none'),
        fc
          .tuple(
            fc.constantFrom('videos', 'encodings', 'profiles'),
            idOf(known),
            fc.constantFrom('', '/encodings', '/metadata'),
          )
          .map(([kind, one, part]) => `/${kind}/${one}${part}`),
      ),
      ending: fc.constantFrom('.json', '.json', '.json', ''),
      right: fc.constantFrom(true, true, true, false),
      parameters: fc.constantFrom({}, { page: '1' }, { status: 'success' }, { per_page: "it's" }, { x: 'é +' }),
      method: fc.constantFrom('GET', 'GET', 'HEAD'),
      api: fc.constantFrom('v2', 'v3.0'),
      prefix: fc.constantFrom('', '', '', '/w/main', '/w/none'),
    })
    .map(({ path, ending, right, parameters, method, api, prefix }): Sent => {
      const { clock, credentials } = world
      const { secretKey } = credentials.telestream
      const client = telestreamClient({
        // It only signs.
        fetch: async () => Response.error(),
        url: `http://${authority}`,
        credentials: { ...credentials.telestream, secretKey: right ? secretKey : `${secretKey}?` },
        now: () => clock.now(),
        api,
      })
      const url = client.signedUrl(method, path + ending, parameters)
      return { method, authority, target: prefix + url.slice(url.indexOf('/', 8)), headers: [] }
    })

const duracloud = ({ world }: Asking) =>
  fc
    .record({
      path: fc.constantFrom(
        'stores',
        'spaces',
        'hostile-space',
        'hostile-space/item-1.txt',
        'hostile-space/dir/film.mp4',
        'hostile-space/none',
        'none',
        'task',
        'task?storeID=2',
        'task/none',
        'manifest/hostile-space',
        'acl/hostile-space',
        'spaces?storeID=9',
        'hostile-space/item%2D1.txt',
        'hostile-space/%zz',
        'hostile-space?prefix=i',
        '',
      ),
      authorization: fc.constantFrom<readonly string[]>(
        ['root'],
        ['root'],
        ['wrong'],
        ['Basic !'],
        ['Basic'],
        ['bearer x'],
        ['root', 'root'],
        [],
      ),
      method: fc.constantFrom('GET', 'GET', 'HEAD'),
    })
    .map(({ path, authorization, method }): Sent => {
      const [root] = world.credentials.duracloud
      const said: Record<string, string> = {
        root: basic(root ?? { username: '', password: '' }),
        wrong: basic({ username: root?.username ?? '', password: 'wrong' }),
      }
      const headers = authorization.map((who): Pair => ['Authorization', said[who] ?? who])
      return { method, authority, target: `/durastore/${path}`, headers }
    })

const stream = ({ tokens, world }: Asking) =>
  fc
    .record({
      path: fc.constantFrom(
        '/api/v2/video/call/default/demo-1',
        '/video/call/default/demo-1',
        '/api/v2/video/calltypes',
        '/api/v2/app',
        '/api/v2/video/call/default/none',
        '/api/v2/external_storage',
        '/api/v2/none',
        '/api/v2/video/call/default/demo-1/recordings',
      ),
      token: fc.nat({ max: 2 }),
      method: fc.constantFrom('GET', 'GET', 'HEAD'),
    })
    .map(({ path, token, method }): Sent => {
      const { apiKey } = world.credentials.stream
      const headers: Pair[] = [
        ['authorization', tokens[token] ?? ''],
        ['Stream-Auth-Type', 'jwt'],
      ]
      return { method, authority, target: `${path}?api_key=${apiKey}`, headers }
    })

const s3 = ({ world }: Asking) =>
  fc
    .record({
      path: fc.constantFrom(
        '/',
        '/my-bucket',
        '/my-bucket/film.mp4',
        '/my-bucket/none',
        '/my-bucket/a%20b/c.txt',
        '/none/x',
      ),
      query: fc.constantFrom<Record<string, string>>(
        {},
        {},
        {},
        { 'list-type': '2' },
        { location: '' },
        { partNumber: '1' },
        { versionId: 'null' },
        { uploads: '' },
        { 'response-content-type': 'a%2Fb' },
        { 'response-content-disposition': '%20%C3%A9%20' },
        { acl: '' },
        { 'response-cache-control': '%E2%82%AC' },
      ),
      who: fc.constantFrom('owner', 'owner', 'owner', 'wrong', 'nobody'),
      more: fc.constantFrom<Record<string, string>>(
        {},
        {},
        { range: 'bytes=1-3' },
        { 'x-amz-checksum-mode': 'ENABLED' },
      ),
      method: fc.constantFrom('GET', 'GET', 'HEAD'),
    })
    .map(({ path, query, who, more, method }): Sent => {
      const { clock, credentials } = world
      const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`)
      const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
      if (who === 'nobody') return { method, authority: s3Authority, target, headers: Object.entries(more) }
      const { accessKeyId, secretAccessKey } = credentials.s3
      const keys = { accessKeyId, secretAccessKey: who === 'owner' ? secretAccessKey : `${secretAccessKey}?` }
      const at = clock.now()
      const signed = signV4(keys, { method, host: s3Authority, path, query, headers: more, payload: sha256(''), at })
      return { method, authority: s3Authority, target, headers: Object.entries(signed) }
    })

const others = fc
  .record({
    target: fc.constantFrom(
      '/',
      '/none',
      '/_stuntdouble/health',
      '/_stuntdouble/ready',
      '/_stuntdouble/clock',
      '/_stuntdouble/none',
      '/_stuntdouble/worlds/main',
      '/w/none/',
      '/w/main',
      '/favicon.ico',
      '//durastore/spaces',
      '/stores/v1.1/stores',
      '/vantage-cloud-port/v2.0/workflows',
      '/flip/3.1/videos.json',
      '/%',
      '/v3.0/',
      '/_stuntdouble/',
    ),
    method: fc.constantFrom('GET', 'GET', 'HEAD'),
  })
  .map(({ target, method }): Sent => ({ method, authority, target, headers: [] }))

/** What clients add, or what happens to it on the way. */
const extra = fc.constantFrom<Pair>(
  ['Range', 'bytes=0-3'],
  ['range', 'bytes=99-'],
  ['Range', 'bytes=-2'],
  ['If-None-Match', '*'],
  ['if-none-match', '"x"'],
  ['If-Match', '"x"'],
  ['If-Modified-Since', 'Thu, 01 Jan 2037 00:00:00 GMT'],
  ['If-Unmodified-Since', 'Thu, 01 Jan 1998 00:00:00 GMT'],
  ['Origin', 'http://localhost:3000'],
  ['Accept', 'application/json'],
  ['ACCEPT', 'text/html;q=0.9, */*'],
  ['Accept-Encoding', 'gzip'],
  ['Cookie', 'a=1'],
  ['cookie', 'b=2'],
  ['X-Odd', '\xe9 \t\xa0'],
  ['x-odd', '  within   and around\t '],
  ['X-Empty', ''],
  ['Authorization', 'Basic !'],
  ['Content-Type', 'application/json'],
  ['X-Forwarded-For', '10.0.0.1'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'other.test'],
  ['X-Amz-Meta-A', '1'],
  ['x-amz-date', '20260101T000000Z'],
  ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
  ['X-Api-Key', 'x'],
  ['Expect', 'what'],
  ['Upgrade', 'websocket'],
  ['User-Agent', 'curl/8'],
  ['__proto__', '1'],
  ['Host', 'other.test'],
)

export function anyGet(asking: Asking): fc.Arbitrary<Sent> {
  return fc
    .tuple(
      fc.oneof(telestream(asking), duracloud(asking), stream(asking), s3(asking), others),
      fc.array(extra, { maxLength: 3 }),
    )
    .map(([sent, more]) => ({ ...sent, headers: [...sent.headers, ...more, ['Connection', 'close']] }))
}
