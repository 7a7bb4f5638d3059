// What a journal has to tell, as text for whoever looks for the reason of a failure.
import type { JournalEntry } from './journal.ts'
import { target, why } from './why.ts'

/** One line: `telestream GET /v3.0/videos.json 401 The port was signed with the host. …`; one more for each string to sign. */
export function describeEntry(entry: JournalEntry): string {
  const { diagnosis, direction, operation, request, response, service } = entry
  const status = response.status === undefined || response.status === 0 ? 'failed' : String(response.status)
  const words = [direction === 'out' ? '→' : '', service, request.method, target(entry), status, operation, why(entry)]
  const signed = [
    ['it expects to be signed', diagnosis?.expected?.stringToSign],
    ['was signed, it seems', diagnosis?.received?.stringToSign],
  ] as const
  return [
    words.filter((word) => word !== undefined && word !== '').join(' '),
    ...signed.flatMap(([what, text]) => (text === undefined ? [] : [`    ${what}: ${JSON.stringify(text)}`])),
  ].join('\n')
}

/** Whether a request was refused, or a delivery failed. */
export function wentWrong({ error, response }: JournalEntry): boolean {
  return error !== undefined || (response.status ?? 0) >= 400
}
