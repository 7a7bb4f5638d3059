// A program, for a project that has installed the package: uses every service by `fetch` alone and prints all answers. They are the
// same in every runtime, byte by byte.
import { Buffer } from 'node:buffer'
import { createEmulator } from 'stuntdouble'
import { film } from './film.ts'
import { print } from './print.ts'
import { signedQuery, token } from './signing.ts'

const emulator = await createEmulator()
const world = await emulator.createWorld({ name: 'films' })
const { duracloud, stream, telestream } = world.credentials

async function show(name: string, answer: Response): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
  const text = /json|xml|text/.test(answer.headers.get('content-type') ?? '') ? new TextDecoder().decode(bytes) : ''
  print(JSON.stringify({ name, status: answer.status, headers: [...answer.headers], digest, text }))
  return text
}

/** A signed request of the API V3.0. */
async function panda(
  verb: string,
  path: string,
  parameters: Record<string, string>,
  body?: FormData,
): Promise<Response> {
  const { hostname } = new URL(emulator.url)
  const query = await signedQuery({ verb, host: hostname, path, parameters, now: world.clock.now, ...telestream })
  return world.fetch(`/v3.0${path}?${query}`, { method: verb, ...(body && { body }) })
}

const upload = new FormData()
upload.set('file', new File([await film()], 'holiday.mp4'))
await show('an upload', await panda('POST', '/videos.json', { profiles: 'h264' }, upload))
await world.clock.advance({ until: 'idle' })
await show('its encodings', await panda('GET', '/encodings.json', {}))
await show('a page', await panda('GET', '/videos.json', { per_page: '1', page: '1' }))
await show('a refusal', await panda('GET', '/videos.json', { signature_version: '1', access_key: 'nobody' }))
print(JSON.stringify({ refusals: world.journal.refusals().map(({ diagnosis }) => diagnosis) }))

const [root] = duracloud
const authorization = `Basic ${btoa(`${root?.username}:${root?.password}`)}`
const dura = (method: string, path: string, body?: BodyInit) =>
  world.fetch(`/durastore${path}`, { method, headers: { authorization }, ...(body !== undefined && { body }) })
await show('a space', await dura('PUT', '/films'))
await show('a content item', await dura('PUT', '/films/holiday.mp4', await film()))
await show('its bytes', await dura('GET', '/films/holiday.mp4'))
await show('the tasks', await dura('GET', '/task'))
await show('a task', await dura('POST', '/task/enable-hls', JSON.stringify({ spaceId: 'films' })))

/** As the app's server, or as one of its users. */
async function video(method: string, path: string, body?: unknown, user?: string): Promise<Response> {
  const bearer = await token(user === undefined ? { server: true } : { user_id: user }, stream.apiSecret)
  const headers = { authorization: bearer, 'stream-auth-type': 'jwt', 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return world.fetch(`/api/v2${path}?api_key=${stream.apiKey}`, { method, headers, ...sent })
}
const call = '/video/call/default/premiere'
await show('a call', await video('POST', call, { data: { created_by_id: 'john' } }))
await show('somebody in it', await video('POST', `${call}/join`, { location: 'AMS' }, 'john'))
await show('a recording', await video('POST', `${call}/recordings/composite/start`, {}))
await world.clock.advance('5m')
await show('the end', await video('POST', `${call}/mark_ended`))
await world.clock.advance('5m')
const recordings = await show('its recordings', await video('GET', `${call}/recordings`))
await show('the recorded file', await world.fetch(/"url":"([^"]+)"/.exec(recordings)?.[1] ?? '/missing'))

for (const name of await world.objects.buckets())
  for (const key of await world.objects.keys(name))
    await show(`object ${name}/${key}`, await emulator.fetchS3(new Request(`${world.s3Url}/${name}/${key}`)))

await emulator.close()
