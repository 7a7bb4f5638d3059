// Telestream's APIs: signed (V2, V3.0), Flip 3.1, Stores, hosted workflows, and the locations of uploads.
import { routes as flipRoutes } from '../../../emulator/services/telestream/flip/routes.ts'
import { profileFields } from '../../../emulator/services/telestream/profile-fields.ts'
import { routes as signedRoutes } from '../../../emulator/services/telestream/routes.ts'
import { signRequest } from '../../../emulator/services/telestream/signature/index.ts'
import { storesRoutes } from '../../../emulator/services/telestream/stores/index.ts'
import { workflowsRoutes } from '../../../emulator/services/telestream/workflows/index.ts'
import type { Chance } from '../chance.ts'
import type { Sketch } from '../hostile-request.ts'
import type { Known } from '../known.ts'
import { fillPath, headersOf, parametersOf, segmentOf, type Surface, urlOf } from '../surface.ts'
import { encode, hostileJson, hostileText } from '../words.ts'

const names = [
  ...profileFields.keys(),
  ...`name title preset_name command extname profiles payload pipeline subtitle_files extra_files extra_variables path_format clip_end
  clip_length store_id input_path file_size file_name multi_chunk source_url url delay events acl storage_provider
  provider_specific_settings input_bucket_name input_bucket_sync_every_n_min sync video_id profile_id profile_name dest_factory_id
  page per_page status expand screenshots precise_status expires factory_id cloud_id token checksum signature_version timestamp
  bucket_name access_key secret_key region provider private_access input_store description workflow inputs variables media sources
  filter folder_offset target interval enabled key store`.split(/\s+/),
]
const likely =
  `h264 webm true false 1 0 20 success fail my-bucket demo-bucket us-east-1 S3 http://127.0.0.1:9/film.mp4 :id :video_id/:id
  00:00:01 film.mp4 5242881 h264,webm {"video_created":true} [{"tag":"a","file_name":"b","file_size":3}] my-access-key my-secret`.split(
    /\s+/,
  )

function jsonBody(chance: Chance): string {
  const members = chance.some(6, () => {
    const value = chance.one(0.6) ? chance.pick<unknown>([...likely, true, 1, 0, null, [], {}, ['h264']]) : undefined
    return [chance.pick(names), value ?? hostileJson(chance)] as const
  })
  return JSON.stringify(Object.fromEntries(members))
}

/** A path of a table, with `.json` as the API wants it. */
function pathOf(chance: Chance, known: Known, pattern: string, prefix: string, suffix: string): string {
  const candidates = [...known.list('telestream'), ...known.list('telestream-list'), 'h264', 'webm']
  const end = chance.one(0.97) ? suffix : chance.pick(['', '.xml', '.json/', '.json.json', '//'])
  return `${prefix}${fillPath(pattern, () => segmentOf(chance, candidates))}${end}`
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'DELETE'

/** A film that is none, and fields before it. */
function multipart(chance: Chance): Pick<Sketch, 'headers' | 'body'> {
  const boundary = 'hostile-boundary'
  const parts = chance.some(3, () => {
    const name = chance.pick(['file', 'name', 'profiles', 'payload', hostileText(chance)]).replaceAll(/["\r\n]/g, '')
    const file = chance.one(0.5) ? '; filename="../../film.mp4"' : ''
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${hostileText(chance)}\r\n`
  })
  const end = chance.one(0.8) ? `--${boundary}--\r\n` : ''
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body: parts.join('') + end }
}

export const signedSurface: Surface = {
  dialect: 'telestream',
  weight: 5,
  sketch(chance, known) {
    const [method, pattern] = chance.pick(signedRoutes)
    const path = pathOf(chance, known, pattern, chance.pick(['/v3.0', '/v2']), '.json')
    const query = parametersOf(chance, names, likely)
    const sketch: Sketch = { dialect: 'telestream', method, path, query, headers: {}, body: undefined }
    if (isRead(method) || chance.one(0.5)) return sketch
    if (chance.one(0.3)) return { ...sketch, ...multipart(chance) }
    return { ...sketch, headers: { 'content-type': 'application/json' }, body: jsonBody(chance) }
  },
  sign(sketch, { url, credentials, now }, credential, chance) {
    if (credential === 'none') return { url: urlOf(url, sketch), headers: sketch.headers, body: sketch.body }
    const { accessKey, secretKey, factoryId } = credentials.telestream
    const isJson = sketch.headers['content-type'] === 'application/json' && typeof sketch.body === 'string'
    const { query, parameters } = signRequest({
      verb: sketch.method,
      host: new URL(url).hostname,
      path: sketch.path.replace(/^\/v(?:2|3\.0)/, ''),
      parameters: sketch.query,
      accessKey,
      secret: credential === 'valid' ? secretKey : `${secretKey}?`,
      timestamp: new Date(now).toISOString(),
      ...(/\/(?:factories|clouds)/.test(sketch.path)
        ? {}
        : sketch.path.startsWith('/v2')
          ? { cloudId: factoryId }
          : { factoryId }),
      ...(isJson && { jsonBody: new TextEncoder().encode(String(sketch.body)) }),
    })
    if (sketch.body === undefined && !isRead(sketch.method) && chance.one(0.3)) {
      const body = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
      return { url: url + sketch.path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }
    }
    return { url: `${url}${sketch.path}?${query}`, headers: sketch.headers, body: sketch.body }
  },
}

/** APIs of one key in a header. */
const byKey = (options: Pick<Surface, 'dialect' | 'weight' | 'sketch'>): Surface => ({
  ...options,
  sign(sketch, { url, credentials: { telestream } }, credential) {
    const key = credential === 'valid' ? telestream.apiKey : `${telestream.apiKey.slice(0, -1)}?`
    const query = /\/(?:flip|v)\/?3\.1/.test(sketch.path)
      ? [...sketch.query, ['factory_id', telestream.factoryId] as const]
      : sketch.query
    const headers = credential === 'none' ? sketch.headers : { ...sketch.headers, 'x-api-key': key }
    return { url: urlOf(url, { path: sketch.path, query }), headers, body: sketch.body }
  },
})

export const flipSurface = byKey({
  dialect: 'telestream',
  weight: 4,
  sketch(chance, known) {
    const [method, pattern] = chance.pick(flipRoutes)
    const path = pathOf(
      chance,
      known,
      pattern,
      chance.pick(['/flip/3.1', '/flip/3.1', '/api/flip/3.1', '/api/v3.1']),
      '.json',
    )
    const query = parametersOf(chance, names, likely, 3)
    const sent = isRead(method)
      ? { headers: {}, body: undefined }
      : chance.one(0.1)
        ? multipart(chance)
        : { headers: { 'content-type': 'application/json' }, body: jsonBody(chance) }
    return { dialect: 'telestream', method, path, query, ...sent }
  },
})

const listed = [
  ...storesRoutes.map(([method, path]) => ({ method, path, prefix: '/stores/v1.1' })),
  ...workflowsRoutes.map(([method, path]) => ({ method, path, prefix: '/vantage-cloud-port/v2.0' })),
]

export const storesSurface = byKey({
  dialect: 'telestream-list',
  weight: 3,
  sketch(chance, known) {
    const { method, path: pattern, prefix } = chance.pick(listed)
    const path = pathOf(chance, known, pattern, prefix, '')
    const query = parametersOf(chance, names, likely, 2)
    const sent = method === 'GET' ? {} : { 'content-type': chance.one(0.95) ? 'application/json' : 'text/plain' }
    const body = method === 'GET' ? undefined : jsonBody(chance)
    return { dialect: 'telestream-list', method, path, query, headers: sent, body }
  },
})

/** Whoever knows a location may send bytes there: nobody signs. */
export const uploadSurface: Surface = {
  dialect: 'telestream-upload',
  weight: 1,
  sketch(chance, known) {
    const location = known.pick('telestream-upload', chance) ?? '/upload/session?id=nope'
    const [path = '', query = ''] = location.split('?')
    const headers = headersOf(
      chance,
      ['x-part', 'x-extra-file-tag', 'content-range', 'content-type'],
      ['0', '1', '-1', '1e9', 'bytes 0-9/10', 'bytes 5-1/*', 'bytes */*', 'multipart/form-data; boundary=b'],
    )
    const method = chance.pick(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])
    const body = isRead(method) || method === 'OPTIONS' ? undefined : hostileText(chance)
    const id = new URLSearchParams(query).get('id') ?? ''
    return {
      dialect: 'telestream-upload',
      method,
      path,
      query: [['id', chance.one(0.9) ? id : hostileText(chance)]],
      headers,
      body,
    }
  },
  sign: (sketch, { url }) => ({ url: urlOf(url, sketch), headers: sketch.headers, body: sketch.body }),
}
