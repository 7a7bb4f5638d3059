// Recorded traffic: the requests of the golden transcripts, to be sent again with something about them changed.
import { readFile } from 'node:fs/promises'
import type { Dialect, Sketch } from './hostile-request.ts'

const places: readonly (readonly [path: string, dialect: Dialect])[] = [
  ['services/telestream/stores/stores.transcript.txt', 'telestream-list'],
  ['services/telestream/stores/watch-rules.transcript.txt', 'telestream-list'],
  ['services/telestream/workflows/workflows.transcript.txt', 'telestream-list'],
  ['services/duracloud/store.transcript.txt', 'duracloud'],
  ['services/duracloud/tasks/tasks.transcript.txt', 'duracloud'],
  ['services/stream/transcripts/errors.transcript.txt', 'stream'],
  ['services/stream/transcripts/documentation.transcript.txt', 'stream'],
  ['s3/s3.transcript.txt', 's3'],
]

/** What is signed anew, or names another world. */
const ofCredentials = /^(?:authorization|x-api-key|stream-auth-type|x-amz-date|x-amz-content-sha256|host)$/i

/** Every request of every transcript, without its credentials. */
export async function recordedRequests(): Promise<Sketch[]> {
  const all = await Promise.all(
    places.map(async ([path, dialect]) => {
      const text = await readFile(new URL(`../../emulator/${path}`, import.meta.url), 'utf8')
      return text.split(/^=== /m).flatMap((step) => requestOf(step, dialect) ?? [])
    }),
  )
  return all.flat()
}

function requestOf(step: string, dialect: Dialect): Sketch | undefined {
  const [asked = ''] = step.split(/^--- /m)
  const lines = asked.split('\n').slice(1)
  const start = lines.findIndex((line) => /^[A-Z]+ \/\S*$/.test(line))
  const [method = '', target = ''] = (lines[start] ?? '').split(' ')
  // What the double is told to do is not the vendor's traffic.
  if (start === -1 || target.startsWith('/_stuntdouble')) return undefined
  const blank = lines.indexOf('', start)
  const headers = lines.slice(start + 1, blank === -1 ? undefined : blank).flatMap((line) => {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    return colon < 1 || ofCredentials.test(name) ? [] : [[name.toLowerCase(), line.slice(colon + 1).trim()] as const]
  })
  const body = blank === -1 ? '' : lines.slice(blank).join('\n').trim()
  const [path = '', query = ''] = target.split('?')
  return {
    dialect: path.startsWith('/bridge') ? 'bridge' : dialect,
    method,
    path,
    query: [...new URLSearchParams(query)].filter(([name]) => name !== 'api_key' && name !== 'authorization'),
    headers: Object.fromEntries(headers),
    body: body === '' || method === 'GET' || method === 'HEAD' ? undefined : body,
  }
}
