// Which objects a watch rule is about. The vendor says of `filters` only that it is any JSON (§3.9); these forms are ours.
import { isObject } from '../input.ts'
import { show } from './fields.ts'
import { matchesGlob } from '../glob.ts'

export type KeyFilter = (key: string) => boolean

/** A filter that cannot be understood; a rule that would submit everything instead would be worse. */
export class FilterUnknown extends Error {
  override name = 'FilterUnknown'
}

const longest = 512

/**
 * - nothing, null, `{}`, `[]`: every object
 * - `"*.mp4"`: a pattern, see `matchesGlob`
 * - `["*.mp4", "*.mov"]`: one of them
 * - `{ "pattern" or "file_pattern": …, "prefix" or "path": "inbox/", "suffix" or "extension": ".mp4", "recursive": false }`: all of that
 *
 * A key that ends in a slash stands for a folder, and is never meant.
 * @throws {FilterUnknown}
 */
export function keyFilter(filters: unknown): KeyFilter {
  const fits = read(filters)
  return (key) => !key.endsWith('/') && fits(key)
}

function read(filters: unknown): KeyFilter {
  if (filters === undefined || filters === null) return () => true
  if (typeof filters === 'string') return pattern(filters)
  if (Array.isArray(filters)) return anyOf(filters.map((one: unknown) => element(one)))
  if (!isObject(filters)) throw new FilterUnknown(`must be a pattern, a list or an object, not ${show(filters)}`)
  const members = Object.entries(filters)
    .filter(([name, value]) => name !== 'recursive' && value !== null)
    .map(([name, value]) => member(name, value))
  if (filters.recursive === false || filters.recursive === 'false') members.push(directlyIn(prefixOf(filters)))
  return (key) => members.every((fits) => fits(key))
}

function element(one: unknown): KeyFilter {
  if (typeof one !== 'string' && !isObject(one))
    throw new FilterUnknown(`a list must be of patterns or objects, not of ${show(one)}`)
  return read(one)
}

function member(name: string, value: unknown): KeyFilter {
  switch (name) {
    case 'pattern':
    case 'file_pattern':
      return texts(name, value, pattern)
    case 'prefix':
    case 'path':
      return texts(name, value, (prefix) => (key) => key.startsWith(withoutSlash(prefix)))
    case 'suffix':
    case 'extension':
      return texts(name, value, (suffix) => (key) => key.toLowerCase().endsWith(suffix.toLowerCase()))
    default:
      throw new FilterUnknown(
        `${name} is no filter that this double knows; it knows pattern, prefix, suffix and recursive`,
      )
  }
}

function texts(name: string, value: unknown, make: (text: string) => KeyFilter): KeyFilter {
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return anyOf(
    all.map((text) => {
      if (typeof text !== 'string' || text.length > longest)
        throw new FilterUnknown(`${name} must be text of at most ${longest} characters, not ${show(text)}`)
      return make(text)
    }),
  )
}

function pattern(text: string): KeyFilter {
  if (text.length > longest) throw new FilterUnknown(`a pattern must not be longer than ${longest} characters`)
  return text === '' ? () => true : (key) => matchesGlob(withoutSlash(text), key)
}

function anyOf(filters: readonly KeyFilter[]): KeyFilter {
  return filters.length === 0 ? () => true : (key) => filters.some((fits) => fits(key))
}

function prefixOf({ prefix, path }: Record<string, unknown>): string {
  return withoutSlash(typeof prefix === 'string' ? prefix : typeof path === 'string' ? path : '')
}

function directlyIn(prefix: string): KeyFilter {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  return (key) => key.startsWith(folder) && !key.slice(folder.length).includes('/')
}

/** The documents' paths begin with one, keys do not. */
function withoutSlash(path: string): string {
  return path.replace(/^\/+/, '')
}
