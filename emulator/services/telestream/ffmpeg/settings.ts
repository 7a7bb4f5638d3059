// What is asked of an encoding, read strictly: numbers, truths, times, and words of a list. Nothing else ever reaches ffmpeg.
import { plainText } from '../../../plain-text.ts'
import { parseClipTime } from '../clip.ts'
import { profileFields } from '../profile-fields.ts'
import { parseBoolean } from '../wire.ts'
import { refuseSetting } from './refused.ts'

type Layer = Readonly<Record<string, unknown>>

export class Settings {
  readonly #layers: readonly Layer[]

  /** @param layers what a video asks for, what its profile says, what its preset says: the first that says something wins */
  constructor(...layers: Layer[]) {
    this.#layers = layers
  }

  /** As it was sent; null and nothing are the same. */
  raw(name: string): unknown {
    return this.#layers.map((layer) => (Object.hasOwn(layer, name) ? layer[name] : undefined)).find(isThere)
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined
  }

  /** Only the layer that says `name`, and those before it: what belongs together is not mixed from two. */
  upTo(name: string): Settings {
    const at = this.#layers.findIndex((layer) => Object.hasOwn(layer, name) && isThere(layer[name]))
    return new Settings(...this.#layers.slice(0, at + 1))
  }

  /** @throws {CommandRefused} */
  integer(name: string, min: number, max: number): number | undefined {
    const number = this.number(name, min, max)
    if (number === undefined || Number.isInteger(number)) return number
    throw refuseSetting(name, `a whole number from ${min} to ${max}`, this.raw(name))
  }

  /** @throws {CommandRefused} */
  number(name: string, min: number, max: number): number | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    const number = typeof value === 'number' ? value : toNumber(value)
    if (number >= min && number <= max) return number
    throw refuseSetting(name, `a number from ${min} to ${max}`, value)
  }

  /** @throws {CommandRefused} */
  boolean(name: string): boolean | undefined {
    const value = this.raw(name)
    if (value === undefined || typeof value === 'boolean') return value
    const boolean = typeof value === 'object' ? undefined : parseBoolean(String(value))
    if (boolean === undefined) throw refuseSetting(name, 'true or false', value)
    return boolean
  }

  /** One of the words that the API's models know for the field, or of those given. @throws {CommandRefused} */
  word(name: string, words: readonly string[] = wordsOf(name)): string | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    const word = typeof value === 'object' ? undefined : words.find((known) => known === String(value))
    if (word === undefined) throw refuseSetting(name, `one of ${words.join(', ')}`, value)
    return word
  }

  /** ms. @param fps for times that end in a number of frames. @throws {CommandRefused} */
  time(name: string, fps: number | null): number | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    const time = typeof value === 'object' ? undefined : parseClipTime(String(value), fps ?? undefined)
    if (time === undefined) throw refuseSetting(name, 'a time such as 00:01:30 or a number of seconds', value)
    return time
  }

  /** To be taken apart by whoever asks; never handed on. @throws {CommandRefused} */
  text(name: string): string | undefined {
    const value = this.raw(name)
    if (typeof value === 'object') throw refuseSetting(name, 'a text', value)
    return value === undefined ? undefined : plainText(value)
  }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function toNumber(value: unknown): number {
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : Number.NaN
}

function wordsOf(name: string): readonly string[] {
  const kind = profileFields.get(name)
  return typeof kind === 'object' ? kind : []
}
