// The log for people: one line a request, with the reason of a refusal; deliveries have an arrow.
import { styleText } from 'node:util'
import type { JournalEntry } from '../journal.ts'
import { target, why } from '../why.ts'

type Style = Parameters<typeof styleText>[0]

export interface Painter {
  (style: Style, text: string): string
}

/** Colours where the stream shows them, and NO_COLOR and FORCE_COLOR do not say otherwise. */
export function painterFor(stream: NodeJS.WriteStream): Painter {
  return (style, text) => styleText(style, text, { stream })
}

/** @param at the time on the clock of the machine */
export function prettyEntry(entry: JournalEntry, at: Date, paint: Painter): string {
  const { direction, durationMs, operation, request, response, service, world } = entry
  const status = response.status ?? 0
  const reason = why(entry)
  const words = [
    paint('gray', clockTime(at)),
    direction === 'out' ? paint('magenta', '→') : ' ',
    paint('blue', service.padEnd(10)),
    paint('gray', (operation ?? '').padEnd(18)),
    (request.method ?? '').padEnd(6),
    target(entry),
    paint(colourOf(status), status === 0 ? 'failed' : String(status)),
    paint('gray', `${durationMs < 10 ? durationMs.toFixed(1) : durationMs.toFixed(0)} ms`),
    world === 'main' ? '' : paint('gray', `[${world}]`),
    reason === undefined ? '' : paint('yellow', reason),
  ]
  return words.filter((word) => word !== '').join(' ')
}

function clockTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}

function colourOf(status: number): Style {
  if (status === 0 || status >= 500) return 'red'
  if (status >= 400) return 'yellow'
  return status >= 300 ? 'cyan' : 'green'
}
