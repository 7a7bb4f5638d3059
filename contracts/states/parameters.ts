// What parameters of states are made of; each says in words what it takes.
import { z } from 'zod'
import { presets } from '../../emulator/services/telestream/presets.ts'
import { suggestion } from '../../emulator/nearest.ts'

/** One of these words; another one is told which it may have meant. */
export function word<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `there is no "${input}"${suggestion(input, words)}`
        : `Expected one of ${words.join(', ')}`,
  })
}

/** A list that holds at least one. */
export function asWords<T extends string>(words: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = words
  if (first === undefined) throw new RangeError('There are no words')
  return [first, ...rest]
}

/** Text that is not empty. */
export function text(description: string) {
  return z.string({ error: 'Expected a text' }).min(1, 'It is empty').max(1000).describe(description)
}

export function whole(min: number, max: number, description: string) {
  const error = `Expected a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, error).max(max, error).describe(description)
}

const presetNames = Object.keys(presets)

/** As Telestream calls it: `h264`. */
export const preset = z.string({ error: 'Expected a text' }).refine((name) => presetNames.includes(name), {
  error: ({ input }) => `there is no preset "${String(input)}"${suggestion(String(input), presetNames)}`,
})

/** As DuraCloud takes it. */
export const spaceName = z
  .string({ error: 'Expected a text' })
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Expected 3 to 63 of a-z, 0-9, - and .')

/** Of Stream: of a call, a user. */
export const streamId = z
  .string({ error: 'Expected a text' })
  .regex(/^[\w@-]+$/, 'Expected letters, digits, @, _ and -')
