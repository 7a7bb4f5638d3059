// A Pact broker: which pacts it has for a provider, by its own links (HAL).
// https://docs.pact.io/pact_broker/api
import { isJson } from './pact-file.ts'
import { CannotVerify } from './problem.ts'
import { providerNames } from './providers.ts'
import { reasonOf } from './reason.ts'
import { type FoundPact, type SourceOptions, withoutCredentials } from './sources.ts'

/** ms until a broker counts as one that does not answer. */
const patience = 10_000

export interface Fetched {
  /** The URL without credentials. */
  shown: string
  text: string
  /** Undefined where it is none. */
  json: unknown
}

/**
 * Credentials are those of the URL, else PACT_BROKER_TOKEN, else PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
 * @throws {CannotVerify} when nobody answers, or with an error
 */
export async function fetchJson(url: string, env: SourceOptions['env'], credentialsOf = url): Promise<Fetched> {
  const shown = withoutCredentials(url)
  const headers = { accept: 'application/hal+json, application/json', ...authorization(credentialsOf, env) }
  const response = await fetch(shown, { headers, signal: AbortSignal.timeout(patience) }).catch((error: unknown) => {
    throw new CannotVerify(`${shown} does not answer: ${reasonOf(error)}`)
  })
  const text = await response.text()
  if (response.status === 401 || response.status === 403)
    throw new CannotVerify(
      `${shown} answers ${response.status}: it wants credentials; set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD`,
    )
  if (!response.ok) throw new CannotVerify(`${shown} answers ${response.status}`)
  return { shown, text, json: parsed(text) }
}

function authorization(url: string, env: SourceOptions['env']): Record<string, string> {
  const { username, password } = new URL(url)
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user, PACT_BROKER_PASSWORD: secret = '' } = env
  if (username !== '') return basic(decodeURIComponent(username), decodeURIComponent(password))
  if (token) return { authorization: `Bearer ${token}` }
  return user ? basic(user, secret) : {}
}

function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whoever reads it says what is wrong with it.
    return undefined
  }
}

/**
 * The latest pacts of every consumer.
 * @param index what the broker answers at its root
 * @throws {CannotVerify} when it is no broker
 */
export async function askBroker(source: string, index: unknown, options: SourceOptions): Promise<FoundPact[]> {
  const { env, provider } = options
  const template = linkIn(index, 'pb:latest-provider-pacts')
  if (template === undefined)
    throw new CannotVerify(`${withoutCredentials(source)} is neither a pact file nor a Pact broker`)
  const providers = provider === undefined ? providerNames : [provider]
  const pacts: FoundPact[] = []
  for (const name of providers) {
    const url = new URL(template.replace('{provider}', encodeURIComponent(name)), withoutCredentials(source)).href
    const listed = await fetchJson(url, env, source).catch((error: unknown) => {
      // It has never heard of that provider.
      if (error instanceof CannotVerify && error.message.endsWith('answers 404')) return undefined
      throw error
    })
    for (const link of linksIn(listed?.json)) {
      const { shown, text } = await fetchJson(new URL(link, url).href, env, source)
      pacts.push({ from: shown, text })
    }
  }
  return pacts
}

function linkIn(json: unknown, name: string): string | undefined {
  const links = isJson(json) && isJson(json['_links']) ? json['_links'] : {}
  const link = links[name]
  return isJson(link) && typeof link['href'] === 'string' ? link['href'] : undefined
}

/** As its versions have called them. */
function linksIn(json: unknown): string[] {
  const links = isJson(json) && isJson(json['_links']) ? json['_links'] : {}
  const list = links['pb:pacts'] ?? links['pacts']
  if (!Array.isArray(list)) return []
  return list.flatMap((link: unknown) => (isJson(link) && typeof link['href'] === 'string' ? [link['href']] : []))
}
