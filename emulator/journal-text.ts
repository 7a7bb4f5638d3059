// What a journal has to tell, as text for whoever looks for the reason of a failure.
import { differenceOffset } from './diagnosis/difference.ts'
import type { Diagnosis, JournalEntry } from './journal.ts'
import { target, why } from './why.ts'

/** One line: `telestream GET /v3.0/videos.json 401 The port was signed with the host. …`; more for the strings to sign. */
export function describeEntry(entry: JournalEntry): string {
  const { diagnosis, direction, operation, request, response, service } = entry
  const status = response.status === undefined || response.status === 0 ? 'failed' : String(response.status)
  const words = [direction === 'out' ? '→' : '', service, request.method, target(entry), status, operation, why(entry)]
  return [words.filter((word) => word !== undefined && word !== '').join(' '), ...describeSigned(diagnosis)].join('\n')
}

/** Both strings to sign, and where they part first; a line each, indented. */
export function describeSigned({ difference, expected, received }: Partial<Diagnosis> = {}): string[] {
  // Of S3 the string to sign ends with a hash, which says nothing to anybody, unless what it is of is the same.
  const isHashed = expected?.canonicalRequest !== received?.canonicalRequest
  const text = (one: typeof expected) => (isHashed ? one?.canonicalRequest : undefined) ?? one?.stringToSign
  const signed = [
    ['it expects to be signed', text(expected)],
    ['was signed, it seems', text(received)],
  ] as const
  // Alike, they are not what is wrong: a time or a key is.
  if (difference === undefined && text(expected) === text(received)) return []
  const lines = signed.flatMap(([what, text]) => (text === undefined ? [] : [`    ${what}: ${JSON.stringify(text)}`]))
  if (difference === undefined) return lines
  const same = JSON.stringify(difference.expected.slice(0, differenceOffset(difference))).length - 1
  const label = `    they part at character ${difference.at}:`
  return [
    ...lines,
    `${label} ${JSON.stringify(difference.expected)} expected`,
    `${' '.repeat(label.length)} ${JSON.stringify(difference.received)} signed`,
    `${' '.repeat(label.length + 1 + same)}^`,
  ]
}

/** Whether a request was refused, or a delivery failed. */
export function wentWrong({ error, response }: JournalEntry): boolean {
  return error !== undefined || (response.status ?? 0) >= 400
}
