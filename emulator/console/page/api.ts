// The control API of the world that the page's address names.
import { signal } from '@preact/signals'

const [, before = '', named] = /^(.*?)(?:\/w\/([^/]+))?\/_stuntdouble\//.exec(location.pathname) ?? []

/** The world that the page shows. */
export const world = named === undefined ? 'main' : decodeURIComponent(named)

/** Where the control API of this world is, without a slash at the end. */
export const base = `${before}${named === undefined ? '' : `/w/${named}`}/_stuntdouble`

/** Where the console of another world is. */
export function consoleOf(name: string): string {
  return `${before}${name === 'main' ? '' : `/w/${encodeURIComponent(name)}`}/_stuntdouble/`
}

/** Grows when something may have changed in the world; what is shown is asked for again. */
export const changes = signal(0)

export function changed(): void {
  changes.value += 1
}

/** What the control API refused, in its words. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * @param path below `/_stuntdouble`
 * @throws {Refused}
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const isFile = body instanceof Blob
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': isFile ? 'application/x-tar' : 'application/json' },
      body: isFile ? body : JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Refused(0, 'The double does not answer; is it still running?')
  })
  const text = await response.text()
  const answer = text === '' ? undefined : JSON.parse(text)
  if (!response.ok) throw new Refused(response.status, messageOf(answer) ?? `It answered ${response.status}`)
  return answer
}

export const get = <T>(path: string) => call<T>('GET', path)

function messageOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  const { error } = answer
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined
}

/** `?a=b` of what is there; empty when nothing is. */
export function query(fields: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== '') parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
