// Requests to the control API, and what a double answered: examples that are true.
import type { Emulator } from '../../emulator/index.ts'

interface Example {
  operationId: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
  /** Members of the answer that are shown; all when it is left out. */
  shown?: readonly string[]
}

/** In their order, of one double: what one does, a later one sees. */
const examples: readonly Example[] = [
  { operationId: 'getReady', method: 'GET', path: '/ready' },
  {
    operationId: 'createWorld',
    method: 'POST',
    path: '/worlds',
    body: { name: 'ci', clock: 'frozen', credentials: { telestream: { accessKey: 'AK', secretKey: 'SK' } } },
    shown: ['name', 'clock', 'env'],
  },
  {
    operationId: 'setUpState',
    method: 'POST',
    path: '/states',
    body: { state: 'a video exists', params: { status: 'processing' } },
  },
  { operationId: 'listJobs', method: 'GET', path: '/jobs' },
  { operationId: 'advanceClock', method: 'POST', path: '/clock/advance', body: { until: 'idle' } },
  {
    operationId: 'addFault',
    method: 'POST',
    path: '/faults',
    body: { service: 'stream', error: 'unavailable', times: 2 },
  },
  { operationId: 'takeSnapshot', method: 'POST', path: '/snapshots', body: { name: 'before the test' } },
]

/** Markdown by operation. @throws when a double refuses one */
export async function examplesOf(emulator: Emulator): Promise<Map<string, string>> {
  const blocks = new Map<string, string>()
  for (const { body, method, operationId, path, shown } of examples) {
    const answer = await emulator.fetch(
      new Request(`${emulator.url}/_stuntdouble${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    )
    const json = (await answer.json()) as Record<string, unknown>
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`)
    const given = body === undefined ? '' : ` ${JSON.stringify(body)}`
    const part = shown === undefined ? json : Object.fromEntries(shown.map((name) => [name, json[name]]))
    const of = shown === undefined ? '' : ', of which'
    blocks.set(
      operationId,
      `\`${method} ${path}${given}\` answers \`${answer.status}\`${of}:\n\n\`\`\`json\n${JSON.stringify(part, null, 2)}\n\`\`\``,
    )
  }
  return blocks
}
