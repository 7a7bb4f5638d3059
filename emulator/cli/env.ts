// `stuntdouble env`: the variables that point an app at a running double, or at the one that would start with the defaults.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { mainCredentials } from '../credentials.ts'
import { addressesBy, environmentOf } from '../environment.ts'
import { AnswerBrokenOff, ask, type Asked, NoAnswerInTime } from './ask.ts'
import { Failure } from './failure.ts'
import { type EnvFormat, formatEnv } from './format-env.ts'

export interface EnvOptions {
  format: EnvFormat
  url?: string
  world?: string
  caFile?: string
}

/** ms. A double under load takes its time, and to take it for none would point an app somewhere else. */
const patience = 30_000

export const defaultUrl = 'http://127.0.0.1:4600'

export async function env(options: EnvOptions): Promise<void> {
  const url = new URL(options.url ?? defaultUrl)
  const world = options.world ?? /^\/w\/([\w-]+)/.exec(url.pathname)?.[1] ?? 'main'
  const ca = await authorityOf(url)
  const variables = (await askFor(url.origin, world, ca)) ?? defaults(url.origin, world)
  process.stdout.write(formatEnv({ ...variables, ...(await trustIn(ca, url.origin, options.caFile)) }, options.format))
}

/** What a double with `--tls` signs its certificates with; undefined where there is none. */
export async function authorityOf({ origin, protocol }: URL): Promise<string | undefined> {
  if (protocol !== 'https:') return undefined
  // Whom to trust is what is asked for, so it cannot be known yet.
  const { status, text } = await ask(`${origin}/_stuntdouble/ca.pem`, 'anybody', patience).catch(nobodyAt(origin))
  return status === 200 && text.startsWith('-----BEGIN CERTIFICATE-----') ? text : undefined
}

/** Writes the file, and answers the variables that name it. */
async function trustIn(ca: string | undefined, origin: string, path: string | undefined) {
  if (path === undefined) {
    if (ca !== undefined)
      process.stderr.write(
        'To trust its certificate: stuntdouble env --ca-file FILE writes the CA there and names it.\n',
      )
    return {}
  }
  if (ca === undefined)
    throw new Failure(
      `There is no CA at ${origin} to put into ${path}; a double with --tls has one, at an https:// address`,
    )
  const { trustFile, trustVariables } = await import('./trust.ts')
  const file = resolve(path)
  await writeFile(file, trustFile(ca))
  return trustVariables(file)
}

/** What the running double says; undefined when there is none. */
async function askFor(
  origin: string,
  world: string,
  ca: string | undefined,
): Promise<Record<string, string> | undefined> {
  const trusted = ca === undefined ? undefined : [ca, ...rootCertificates]
  const { status, text } = await ask(
    `${origin}/_stuntdouble/worlds/${encodeURIComponent(world)}`,
    trusted,
    patience,
  ).catch(nobodyAt(origin))
  const { env, error } = parse(text)
  if (status === 200 && env) return env
  if (error?.message !== undefined) throw new Failure(`The double at ${origin} says: ${error.message}`)
  return undefined
}

/** Nobody listens there: there is no answer to print. @throws {Failure} when somebody does, and says nothing, or not all */
export function nobodyAt(origin: string): (error: unknown) => Asked {
  return (error) => {
    if (error instanceof NoAnswerInTime)
      throw new Failure(`Somebody listens at ${origin}, and says nothing: ${error.message}`)
    if (error instanceof AnswerBrokenOff) throw new Failure(`Somebody listens at ${origin}, and ${error.message}`)
    return { status: 0, text: '' }
  }
}

interface Described {
  env?: Record<string, string>
  error?: { code?: string; message?: string }
}

function parse(text: string): Described {
  try {
    return JSON.parse(text) as Described
  } catch {
    // Whoever listens there is no double: again there is no answer to print.
    return {}
  }
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
