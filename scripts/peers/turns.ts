// Peers that are measured by turns, and go on without one that fails.
import { takeTurns } from '../bench/interleave.ts'

export interface Turns {
  /** What each round measured, by name; nothing of one that failed. */
  values: Map<string, number[]>
  /** Why there is nothing. */
  notes: Map<string, string>
}

/** One round before the first that counts is thrown away. Who fails once is asked no more: the others' measurements are not lost. */
export async function byTurns<T extends { name: string }>(
  all: readonly T[],
  rounds: number,
  say: (line: string) => void,
  work: (one: T) => Promise<number>,
): Promise<Turns> {
  const notes = new Map<string, string>()
  const works = all.map((one) => async (): Promise<number> => {
    if (notes.has(one.name)) return Number.NaN
    try {
      return await work(one)
    } catch (error) {
      notes.set(one.name, reasonOf(error))
      say(`${one.name}: ${reasonOf(error)}`)
      return Number.NaN
    }
  })
  const measured = await takeTurns(rounds, works)
  return {
    values: new Map(all.map(({ name }, index) => [name, notes.has(name) ? [] : (measured[index] ?? [])])),
    notes,
  }
}

/** In one line that a table can hold. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const [head = ''] = text.split('\r\n')
  const line = head.replaceAll(/\s+/g, ' ').trim()
  // A command that failed says why behind itself.
  return line.length <= 300 ? line : `${line.slice(0, 100)} … ${line.slice(-200)}`
}
