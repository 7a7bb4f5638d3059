// Stream: calls are recorded, and whoever listens is told when a recording is ready.
import { SignJWT } from 'jose'
import { mainCredentials } from '../../../emulator/credentials.ts'
import { enoughWrong, eventually, type Lane } from '../lane.ts'
import type { Receiver } from '../receiver.ts'
import type { RunningDouble } from '../running-double.ts'

const { apiKey, apiSecret } = mainCredentials.stream

interface Answer {
  status: number
  json: Record<string, unknown>
}

async function ask(
  { url }: RunningDouble,
  method: string,
  path: string,
  body?: unknown,
  userId?: string,
): Promise<Answer> {
  const claims = userId === undefined ? { server: true } : { user_id: userId }
  const key = new TextEncoder().encode(apiSecret)
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key)
  const response = await fetch(`${url}/api/v2${path}?api_key=${apiKey}`, {
    method,
    headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

export function recordings(receiver: Receiver): Lane {
  /** Of calls whose recording was stopped, and of those whose stop was on its way. */
  const stopped = new Set<string>()
  let number = 0
  const recordingsOf = async (double: RunningDouble, call: string): Promise<{ filename: string; url: string }[]> => {
    const { json } = await ask(double, 'GET', `${call}/recordings`)
    return (json['recordings'] ?? []) as { filename: string; url: string }[]
  }
  return {
    name: 'recordings',
    acknowledged: () => stopped.size,
    async prepare(double) {
      await ask(double, 'PATCH', '/app', { webhook_url: receiver.url })
      await ask(double, 'POST', '/users', { users: { john: { id: 'john' } } })
    },
    async work(double) {
      number += 1
      const call = `/video/call/default/crash-${number}`
      await ask(double, 'POST', call, { data: { created_by_id: 'john' } })
      await ask(double, 'POST', `${call}/join`, { location: 'AMS' }, 'john')
      const started = await ask(double, 'POST', `${call}/recordings/composite/start`, {})
      if (started.status !== 201) return
      await new Promise((resolve) => setTimeout(resolve, 20))
      const ended = await ask(double, 'POST', `${call}/mark_ended`)
      if (ended.status === 201) stopped.add(call)
    },
    async check(double) {
      const wrong: string[] = []
      for (const call of [...stopped].slice(-10)) {
        const { status, json } = await ask(double, 'GET', call)
        const of = (json['call'] ?? {}) as Record<string, unknown>
        if (status !== 200 || of['recording'] !== false)
          wrong.push(`${call} is ${status}, recording ${String(of['recording'])}`)
      }
      return wrong
    },
    async settle(double) {
      const wrong: string[] = []
      for (const call of stopped) {
        if (wrong.length >= enoughWrong) break
        const list = await eventually(
          () => recordingsOf(double, call),
          (found) => found.length > 0,
        )
        if (list?.length !== 1) wrong.push(`${call} has ${list?.length ?? 'no'} recordings`)
        const [recording] = list ?? []
        if (!recording) continue
        // The double is at another port now than when it made the URL.
        const file = await fetch(recording.url.replace(/^http:\/\/127\.0\.0\.1:\d+/, double.url))
        if (file.status !== 200 || (await file.arrayBuffer()).byteLength === 0)
          wrong.push(`the file of ${call} is ${file.status}`)
        const cid = call.replace('/video/call/default/', 'default:')
        const heard = await eventually(
          async () => receiver.told('"type":"call.recording_ready"', `"call_cid":"${cid}"`),
          (count) => count > 0,
        )
        if (!heard) wrong.push(`nobody was told of the recording of ${call}`)
      }
      return wrong
    },
  }
}
