// Why a request was refused or a delivery failed, in one line.
import type { JournalEntry } from './journal.ts'

/** Undefined when nothing went wrong that the double can explain. */
export function why({ diagnosis, error, fault }: JournalEntry): string | undefined {
  if (fault !== undefined) return `fault: ${fault.name}${error === undefined ? '' : ` (${error})`}`
  if (error !== undefined) return error
  const { mistakes = [] } = diagnosis ?? {}
  if (mistakes.length > 0)
    return mistakes
      .flatMap(({ hint, message }) => [message, hint])
      .filter((text) => text !== '')
      .map(sentence)
      .join(' ')
  return (
    diagnosis?.expected &&
    `the signature fits none of the ways in which SDKs sign; the string to sign is ${JSON.stringify(diagnosis.expected.canonicalRequest ?? diagnosis.expected.stringToSign)}`
  )
}

/** Some are written with their full stop, some without. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** The path of a request to the double; where a request of the double went. Without the query, where credentials stand. */
export function target({ direction, request }: JournalEntry): string {
  const url = (request.url ?? '').replace(/[?#].*$/, '')
  return direction === 'out' ? url : url.replace(/^\w+:\/\/[^/]*/, '') || '/'
}
