// The control API of a double in a container.
import { z } from 'zod'
import { credentialsSchema } from '../../emulator/control/credentials.ts'
import type { Environment } from '../../emulator/environment.ts'

const text = z.string()

const environment: z.ZodType<Environment> = z.object({
  STUNTDOUBLE_URL: text,
  TELESTREAM_API_HOST: text,
  TELESTREAM_API_PORT: text,
  TELESTREAM_ACCESS_KEY: text,
  TELESTREAM_SECRET_KEY: text,
  TELESTREAM_FACTORY_ID: text,
  TELESTREAM_API_KEY: text,
  DURACLOUD_HOST: text,
  DURACLOUD_PORT: text,
  DURACLOUD_CONTEXT: text,
  DURACLOUD_USERNAME: z.exactOptional(text),
  DURACLOUD_PASSWORD: z.exactOptional(text),
  STREAM_BASE_URL: text,
  STREAM_API_KEY: text,
  STREAM_API_SECRET: text,
  AWS_ENDPOINT_URL_S3: text,
  AWS_ACCESS_KEY_ID: z.exactOptional(text),
  AWS_SECRET_ACCESS_KEY: z.exactOptional(text),
  AWS_REGION: text,
  S3_BUCKET_PREFIX: z.exactOptional(text),
})

/** A world as the control API describes it. */
export const describedWorld = z.object({ name: text, env: environment, credentials: credentialsSchema })
export type DescribedWorld = z.output<typeof describedWorld>

const refused = z.object({ error: z.object({ message: text }) })

/**
 * Asks the control API.
 * @param url of the double: `http://localhost:32768`, with `/w/NAME` for another world than `main`
 * @param path below `/_stuntdouble`
 * @param body sent as JSON
 * @returns the answer's JSON; undefined when it has no body
 * @throws with the double's own words when it refuses
 */
export async function control(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${url}/_stuntdouble${path}`, { method, ...init })
  const answered = await response.text()
  if (!response.ok) throw new Error(`stuntdouble refused ${method} ${path}: ${reasonOf(response.status, answered)}`)
  return answered === '' ? undefined : JSON.parse(answered)
}

function reasonOf(status: number, answered: string): string {
  const { data } = refused.safeParse(parsed(answered))
  return data?.error.message ?? `${status} ${answered}`
}

function parsed(answered: string): unknown {
  try {
    return JSON.parse(answered)
  } catch {
    // Whoever answered is no double: its words are told as they are.
    return undefined
  }
}
