// Where pact files come from: a path, a directory, the URL of one, or a broker.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { askBroker, fetchJson } from './broker.ts'
import { isJson, type PactFile, readPactFile } from './pact-file.ts'
import { CannotVerify } from './problem.ts'

export interface SourceOptions {
  /** Only the pacts of this provider; of a broker it is needed where the double's usual names are not those there. */
  provider?: string | undefined
  env: Readonly<Record<string, string | undefined>>
}

/** The text of a file, and where it came from, as people are told. */
export interface FoundPact {
  from: string
  text: string
}

/** @throws {CannotVerify} in a line each: nothing there, no pact file, a broker that does not answer */
export async function readSources(sources: readonly string[], options: SourceOptions): Promise<PactFile[]> {
  const problems: string[] = []
  const pacts: PactFile[] = []
  for (const source of sources)
    for (const { from, text } of await readSource(source, options)) {
      try {
        pacts.push(readPactFile(from, text))
      } catch (error) {
        if (!(error instanceof CannotVerify)) throw error
        problems.push(error.message)
      }
    }
  if (problems.length > 0) throw new CannotVerify(problems.join('\n'))
  const { provider } = options
  const wanted = pacts.filter((pact) => provider === undefined || same(pact.provider, provider))
  if (wanted.length > 0) return wanted
  const there = [...new Set(pacts.map((pact) => pact.provider))].join(', ')
  throw new CannotVerify(
    pacts.length === 0
      ? `there are no pact files in ${sources.map(withoutCredentials).join(', ')}`
      : `no pact is for the provider "${provider}"; there are ${there}`,
  )
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

async function readSource(source: string, options: SourceOptions): Promise<FoundPact[]> {
  if (/^https?:\/\//i.test(source)) return readUrl(source, options)
  const about = await stat(source).catch((error: unknown) => {
    throw new CannotVerify(`${source} ${isMissing(error) ? 'is neither a file nor a directory' : 'cannot be read'}`, {
      cause: error,
    })
  })
  const files = about.isDirectory()
    ? (await readdir(source))
        .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
        .sort()
        .map((name) => join(source, name))
    : [source]
  return Promise.all(files.map(async (from) => ({ from, text: await readFile(from, 'utf8') })))
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** One pact file, or, where the answer is the index of a broker, all that it has for the provider. */
async function readUrl(source: string, options: SourceOptions): Promise<FoundPact[]> {
  const { shown, text, json } = await fetchJson(source, options.env)
  if (isJson(json) && 'consumer' in json && 'provider' in json) return [{ from: shown, text }]
  return askBroker(source, json, options)
}

/** A URL as it may be shown. */
export function withoutCredentials(source: string): string {
  const url = URL.parse(source)
  if (!url || !/^https?:$/.test(url.protocol)) return source
  url.username = ''
  url.password = ''
  return url.href
}
