// What a program says, a line at a time.
import process from 'node:process'

/** Prints the parts with spaces between them. */
export function print(...parts: unknown[]): void {
  process.stdout.write(`${parts.map(String).join(' ')}\n`)
}
