// Files to and from a running double.
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { rootCertificates } from 'node:tls'
import { authorityOf } from './env.ts'
import { Failure } from './failure.ts'

export interface Double {
  /** `http://127.0.0.1:4600` */
  origin: string
  /** Of one with `--tls`. */
  ca: string | undefined
}

export interface Sent {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the origin. */
  path: string
  headers?: Record<string, string>
  body?: Readable | string
}

export async function doubleAt(url: URL): Promise<Double> {
  return { origin: url.origin, ca: await authorityOf(url) }
}

/**
 * The body of what the double answers, with how many bytes it says that it has.
 * @throws {Failure} with what the double says, when it does not do it
 */
export async function send({ origin, ca }: Double, sent: Sent): Promise<{ body: Readable; size: number | undefined }> {
  const { method, path, headers = {}, body } = sent
  const url = new URL(path, origin)
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const answered = Promise.withResolvers<{ status: number; body: Readable; size: number | undefined }>()
  const asking = request(
    url,
    { method, headers, agent: false, ...(ca !== undefined && { ca: [ca, ...rootCertificates] }) },
    (answer) => {
      const length = Number(answer.headers['content-length'])
      answered.resolve({
        status: answer.statusCode ?? 0,
        body: answer,
        size: Number.isNaN(length) ? undefined : length,
      })
    },
  )
  asking.on('error', answered.reject)
  if (body === undefined || typeof body === 'string') asking.end(body)
  // A double that refuses a file says so before it has all of it; then the rest cannot be sent.
  else pipeline(body, asking).catch(answered.reject)
  let answer
  try {
    answer = await answered.promise
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`no double answers at ${origin}: ${reason}; start one, or name yours with --url`, undefined, {
      cause: error,
    })
  }
  if (answer.status >= 200 && answer.status < 300) return answer
  throw new Failure(`the double at ${origin} says: ${messageOf(await textOf(answer.body, origin), answer.status)}`)
}

/** The same of an answer in JSON. */
export async function sendForJson(double: Double, sent: Sent): Promise<unknown> {
  const json = await textOf((await send(double, sent)).body, double.origin)
  return json === '' ? undefined : JSON.parse(json)
}

/** Of an answer whose end did not come: the double was stopped meanwhile, or what is between it and here. */
export function brokenOff(origin: string): (error: unknown) => never {
  return (error) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`the double at ${origin} broke its answer off: ${reason}`, undefined, { cause: error })
  }
}

async function textOf(body: Readable, origin: string): Promise<string> {
  return text(body).catch(brokenOff(origin))
}

function messageOf(text: string, status: number): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } }
    return error?.message ?? `${status} ${text}`
  } catch {
    // Whoever listens there is no double: what it says is shown as it is.
    return `${status} ${text.slice(0, 200)}`
  }
}
