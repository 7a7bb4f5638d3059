// A program: boots the double on whatever platform Node's --conditions choose, drives it as a signed client does, without a
// port, and prints every answer. The same requests must get the same bytes on every platform.
import { readFile } from 'node:fs/promises'
import { createEmulator } from '../../emulator/index.ts'
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'
import './fetch-from-disk.ts'

const base = 'http://127.0.0.1:4600'
const emulator = await createEmulator()
const { main } = emulator.worlds
const { accessKey, secretKey, factoryId } = main.credentials.telestream
const printed: string[] = []

/** Sends a request and prints its answer. */
async function show(name: string, answer: Response): Promise<unknown> {
  const headers = [...answer.headers].map(([header, value]) => `${header}: ${value}`)
  const body = await answer.bytes()
  const text = answer.headers.get('content-type')?.startsWith('application/json') === true
  printed.push(
    `# ${name}`,
    String(answer.status),
    ...headers,
    '',
    text ? new TextDecoder().decode(body) : Buffer.from(body).toString('base64'),
    '',
  )
  return text ? JSON.parse(new TextDecoder().decode(body)) : undefined
}

interface Call {
  factory?: string
  parameters?: Record<string, string>
  file?: { name: string; bytes: Uint8Array<ArrayBuffer> }
}

/** A call to the V3.0 API, signed as the Python SDK signs it: everything in the query, a file as multipart. */
function call(
  verb: string,
  path: string,
  { factory = factoryId, parameters = {}, file }: Call = {},
): Promise<Response> {
  const { query } = signRequest({
    verb,
    host: '127.0.0.1',
    path,
    parameters: Object.entries(parameters),
    accessKey,
    secret: secretKey,
    factoryId: factory,
    timestamp: new Date(main.clock.now()).toISOString(),
  })
  const body = new FormData()
  if (file) body.append('file', new Blob([file.bytes]), file.name)
  return emulator.fetch(new Request(`${base}/v3.0${path}?${query}`, { method: verb, ...(file && { body }) }))
}

function idOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string') return value.id
  throw new Error(`An answer without an id: ${JSON.stringify(value)}`)
}

const bytes = new Uint8Array(await readFile(new URL('../../fixtures/media/sample.mp4', import.meta.url)))

await show('health', await emulator.fetch(new Request(`${base}/_stuntdouble/health`)))
const factory = idOf(
  await show('create a factory', await call('POST', '/factories.json', { parameters: { name: 'Films' } })),
)
await show(
  'create a profile',
  await call('POST', '/profiles.json', { factory, parameters: { preset_name: 'h264', name: 'h264' } }),
)
const video = idOf(
  await show('create a video', await call('POST', '/videos.json', { factory, file: { name: 'sample.mp4', bytes } })),
)
await show('a video whose source is known', await call('GET', `/videos/${video}.json`, { factory }))
await show(
  'let time pass',
  await emulator.fetch(
    new Request(`${base}/_stuntdouble/clock/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ until: 'idle' }),
    }),
  ),
)
await show('the videos', await call('GET', '/videos.json', { factory, parameters: { page: '1', per_page: '10' } }))
await show('its encodings', await call('GET', `/videos/${video}/encodings.json`, { factory }))
await show('its metadata', await call('GET', `/videos/${video}/metadata.json`, { factory }))
for (const bucket of await main.objects.listBuckets()) {
  const { objects } = await main.objects.list(bucket.name)
  for (const { key } of objects) {
    await show(`object ${key}`, await emulator.fetchS3(new Request(`${emulator.s3Url}/${bucket.name}/${key}`)))
  }
}
await show('a refusal', await emulator.fetch(new Request(`${base}/v3.0/videos.json?access_key=${accessKey}`)))

await emulator.close()
process.stderr.write(import.meta.resolve('#platform'))
process.stdout.write(`${printed.join('\n')}\n`)
