// A request as a client may have read it when it signed: every part of what Signature Version 4 signs, each of which may be another.
import { algorithm, encodeRfc3986 } from '../signature-v4.ts'

export interface Reading {
  readonly method: string
  readonly path: PathReading
  readonly query: QueryReading
  /** As canonical lines have them. */
  readonly headers: readonly Header[]
  /** The list below them. */
  readonly names: readonly string[]
  readonly payload: string
  /** What is made of the lines in the end. */
  readonly layout: (canonical: string) => string
}

export type Header = readonly [name: string, value: string]

export interface PathReading {
  /** Percent-encoded in some way. */
  readonly sent: string
  /** How a segment is written; `raw` as it was sent. */
  readonly write: Spelling
  /** Between the segments of the key. */
  readonly slash: string
  /** How many slashes stand before the key. */
  readonly before: number
}

export interface QueryReading {
  readonly parameters: readonly SentParameter[]
  readonly write: Spelling
  readonly order: 'sorted' | 'as-sent' | 'without-case' | 'by-pair'
  /** Whether a name without a value has `=` behind it. */
  readonly equals: boolean
}

/** How a client writes a decoded text; `raw` is what it sent for it. */
export type Spelling = (text: string, raw: string) => string

export interface SentParameter {
  readonly name: string
  readonly value: string
  readonly rawName: string
  readonly rawValue: string
}

export const written: Spelling = encodeRfc3986

/** The form of the request that is hashed. */
export function canonicalText({ method, path, query, headers, names, payload, layout }: Reading): string {
  const lines = kept(texts, headers, linesText)
  return layout(
    `${method}\n${kept(texts, path, pathText)}\n${kept(texts, query, queryText)}\n${lines}\n${names.join(';')}\n${payload}`,
  )
}

/** Of the parts that a mistake leaves alone, the text is made once. */
const texts = new WeakMap<object, string>()

function kept<Part extends object>(known: WeakMap<object, string>, part: Part, make: (part: Part) => string): string {
  let text = known.get(part)
  if (text === undefined) known.set(part, (text = make(part)))
  return text
}

function linesText(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}:${value}\n`).join('')
}

export function pathText({ sent, write, slash, before }: PathReading): string {
  const [first = '', ...segments] = sent.split('/').map((segment) => write(decoded(segment), segment))
  return segments.reduce((text, segment, at) => text + (at < before ? '/' : slash) + segment, first)
}

/** Of an escape that is none, the text as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function queryText({ parameters, write, order, equals }: QueryReading): string {
  const pairs = parameters.map(({ name, value, rawName, rawValue }) => ({
    name: write(name, rawName),
    value: write(value, rawValue),
  }))
  const texts = sorted(pairs, order).map(({ name, value }) => (value === '' && !equals ? name : `${name}=${value}`))
  return texts.join('&')
}

type Pair = { readonly name: string; readonly value: string }

function sorted(pairs: readonly Pair[], order: QueryReading['order']): readonly Pair[] {
  switch (order) {
    case 'as-sent':
      return pairs
    case 'sorted':
      return pairs.toSorted((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    case 'by-pair':
      return pairs.toSorted((a, b) => compare(`${a.name}=${a.value}`, `${b.name}=${b.value}`))
    case 'without-case':
      return pairs.toSorted((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()) || compare(a.value, b.value))
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What is signed in the end, as a client may have written it. */
export interface Signing {
  readonly time: string
  /** `20260101/us-east-1/s3/aws4_request` */
  readonly scope: string
  /** What follows the text. */
  readonly ending: string
  /** Of the canonical form: its hash, or what a client takes for it. */
  readonly digest: (canonicalHash: string, canonical: string) => string
  readonly key: SigningKey
}

export interface SigningKey {
  readonly secret: string
  /** What the secret is put behind. */
  readonly prefix: string
  /** What the key is derived for, one after another. */
  readonly steps: readonly string[]
}

/** @param canonicalHash of `canonical`, in hex */
export function signedText({ time, scope, ending, digest }: Signing, canonicalHash: string, canonical: string): string {
  return `${algorithm}\n${time}\n${scope}\n${digest(canonicalHash, canonical)}${ending}`
}
