// What a running double tells: that it is ready, each request and delivery, and what it found wrong with itself.
import type { JournalEntry } from '../journal.ts'
import { describeSigned } from '../journal-text.ts'
import { createOutput, type Output } from './output.ts'
import { painterFor, prettyEntry } from './pretty.ts'
import { target, why } from '../why.ts'

export type LogFormat = 'pretty' | 'json' | 'silent'

export interface Log {
  /** Lines for people; nothing for programs. */
  say: (text: string) => void
  /** A line for programs; nothing for people. */
  event: (event: string, facts: Record<string, unknown>) => void
  /** Undefined when nobody wants to hear of entries. */
  entry: ((entry: JournalEntry) => void) | undefined
  problem: (message: string, error?: unknown) => void
  flush: () => Promise<void>
}

/** @param stream where the log goes; problems go to stderr unless the log is for programs */
export function createLog(format: LogFormat, stream: NodeJS.WriteStream): Log {
  const output = createOutput(stream)
  const errors = stream === process.stderr ? output : createOutput(process.stderr)
  const flush = async (): Promise<void> => void (await Promise.all([output.flush(), errors.flush()]))
  const shout = (message: string, error?: unknown) =>
    errors.line(error === undefined ? message : `${message}\n${detailsOf(error)}`)

  if (format === 'json') return { ...jsonLog(output), flush }
  const silent = { say: () => undefined, event: () => undefined, entry: undefined, problem: shout, flush }
  if (format === 'silent') return silent
  const paint = painterFor(stream)
  const entry = (entry: JournalEntry) => {
    output.line(prettyEntry(entry, new Date(), paint))
    // Without what was signed, the reason says what was to be.
    if (entry.diagnosis?.received === undefined) return
    for (const line of describeSigned(entry.diagnosis)) output.line(paint('gray', line))
  }
  return { ...silent, say: output.line, entry }
}

function jsonLog(output: Output): Omit<Log, 'flush'> {
  const event = (event: string, facts: Record<string, unknown>) => output.line(JSON.stringify({ event, ...facts }))
  return {
    say: () => undefined,
    event,
    entry(entry) {
      const { at, diagnosis, direction, durationMs, fault, id, operation, request, response, service, world } = entry
      event(direction === 'in' ? 'request' : 'delivery', {
        at,
        world,
        id,
        service,
        operation,
        method: request.method,
        [direction === 'in' ? 'path' : 'url']: target(entry),
        status: response.status,
        durationMs,
        why: why(entry),
        mistakes: diagnosis?.mistakes.map(({ code }) => code),
        fault,
      })
    },
    problem: (message, error) => event('problem', { message, ...(error !== undefined && { error: detailsOf(error) }) }),
  }
}

function detailsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
