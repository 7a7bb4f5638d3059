// `stuntdouble env`: the variables that point an app at a running double, or at the one that would start with the defaults.
import { mainCredentials } from '../credentials.ts'
import { addressesBy, environmentOf } from '../environment.ts'
import { Failure } from './failure.ts'
import { type EnvFormat, formatEnv } from './format-env.ts'

export interface EnvOptions {
  format: EnvFormat
  url?: string
  world?: string
}

/** How long to wait for a double to answer, in ms. */
const patience = 3_000
const defaultUrl = 'http://127.0.0.1:4600'

export async function env(options: EnvOptions): Promise<void> {
  const url = new URL(options.url ?? defaultUrl)
  const world = options.world ?? /^\/w\/([\w-]+)/.exec(url.pathname)?.[1] ?? 'main'
  const variables = (await ask(url.origin, world)) ?? defaults(url.origin, world)
  process.stdout.write(formatEnv(variables, options.format))
}

/** What the running double says; undefined when there is none. */
async function ask(origin: string, world: string): Promise<Record<string, string> | undefined> {
  let status: number
  let body: unknown
  try {
    const response = await fetch(`${origin}/_stuntdouble/worlds/${encodeURIComponent(world)}`, {
      signal: AbortSignal.timeout(patience),
    })
    status = response.status
    body = await response.json()
  } catch {
    // Nobody listens there, or it is no double: both mean that there is no answer to print.
    return undefined
  }
  const { env, error } = body as { env?: Record<string, string>; error?: { code?: string; message?: string } }
  if (status === 200 && env) return env
  if (error?.message !== undefined) throw new Failure(`The double at ${origin} says: ${error.message}`)
  return undefined
}

function defaults(origin: string, world: string): Record<string, string> {
  if (world !== 'main')
    throw new Failure(`No double answers at ${origin}, and only a running one knows the world ${world}`)
  process.stderr.write(
    `No double answers at ${origin}; these are the variables for one that is started there with the defaults.\n`,
  )
  const addresses = addressesBy(origin, { s3Url: 'http://127.0.0.1:4601', publicS3Url: undefined })
  return environmentOf({ name: 'main', credentials: mainCredentials }, addresses)
}
