// A page of a bucket's keys, with the meaning that `list` has in every store.
import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3'
import type { Listing, ListOptions, ObjectHead } from '../object-store.ts'
import type { ObjectFacts } from './object-facts.ts'
import { isObjectStoreError } from '../errors.ts'
import { withoutQuotes } from './object-reader.ts'
import { listBelow } from './list-below.ts'
import { asking } from './refusals.ts'
import type { Sdk } from './sdk.ts'

interface Found {
  key: string
  size: number
  s3Etag: string
  lastModified: number
}

/** One line of a page: an object, or a prefix that stands for several. */
type Entry = { name: string; object?: Found }

/** S3 answers no more at a time. */
const mostAtOnce = 1000

export interface ListContext {
  sdk: Sdk
  client: S3Client
  facts: ObjectFacts
  /** The world's name and the S3's. */
  bucket: string
  backing: string
}

export async function listPage(context: ListContext, options: ListOptions): Promise<Listing> {
  const { limit = 1000, after = '' } = options
  const entries: Entry[] = []
  if (limit <= 0) return { objects: [], prefixes: [] }
  // Where a list begins amid the keys of a prefix, one S3 names the prefix and another does not: it is asked for by itself.
  const amid = commonPrefix(after, options)
  if (amid !== undefined && amid !== after && (await hasMore(context, amid, after))) entries.push({ name: amid })
  // One more than is asked for tells whether there is a next page.
  for await (const entry of withThoseBelow(context, options, limit + 1)) {
    // A prefix that has keys still behind the last character of Unicode comes again.
    if (entry.object || (entry.name !== amid && entry.name !== entries.at(-1)?.name)) entries.push(entry)
    if (entries.length > limit) break
  }
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  return {
    objects: headsOf(
      context,
      page.flatMap(({ object }) => object ?? []),
    ),
    prefixes: page.flatMap(({ name, object }) => (object ? [] : [name])),
    ...(entries.length > limit && last && { next: last.name }),
  }
}

/** `PREFIX…DELIMITER` of a key that has the delimiter behind the prefix. */
function commonPrefix(key: string, { prefix = '', delimiter = '' }: ListOptions): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

async function hasMore(context: ListContext, prefix: string, after: string): Promise<boolean> {
  for await (const _ of withThoseBelow(context, { prefix, after }, 1)) return true
  return false
}

/** What the S3 lists, and in its place what it does not list because there is an object above. */
async function* withThoseBelow(context: ListContext, options: ListOptions, wanted: number): AsyncGenerator<Entry> {
  const below = entriesBelow(context, options)
  let hidden = await below.next()
  for await (const entry of entriesOf(context, options, wanted)) {
    for (; !hidden.done && byBytes(hidden.value.name, entry.name) <= 0; hidden = await below.next())
      if (hidden.value.name !== entry.name) yield hidden.value
    yield entry
  }
  for (; !hidden.done; hidden = await below.next()) yield hidden.value
}

async function* entriesBelow(context: ListContext, options: ListOptions): AsyncGenerator<Entry> {
  let last: string | undefined
  const isNew = (key: string) => last === undefined || commonPrefix(key, options) !== last
  for await (const { key, s3Etag, size } of listBelow(context, options, isNew)) {
    const name = commonPrefix(key, options)
    if (name === undefined) yield { name: key, object: { key, size, s3Etag, lastModified: 0 } }
    else if (name !== last && byBytes(name, options.after ?? '') > 0) yield { name: (last = name) }
  }
}

/** From page to page by names: what is behind a prefix is asked for, and not left to a token, which MinIO loses among unusual delimiters. */
async function* entriesOf(
  { sdk, client, bucket, backing }: ListContext,
  options: ListOptions,
  wanted: number,
): AsyncGenerator<Entry> {
  const { prefix = '', after = '' } = options
  const asked = beforeLastStep(prefix)
  const isGroupedHere = isStep(options.delimiter ?? '') || (asked !== prefix && options.delimiter !== '/')
  const delimiter = isGroupedHere ? '' : options.delimiter
  let startAfter = beforeStep(after)
  for (let left = wanted, more = true; more;) {
    const command = new sdk.ListObjectsV2Command({
      Bucket: backing,
      // XML has no way to say some characters.
      EncodingType: 'url',
      MaxKeys: Math.min(mostAtOnce, Math.max(left, 2)),
      ...(asked !== '' && { Prefix: asked }),
      ...(delimiter && { Delimiter: delimiter }),
      ...(startAfter !== '' && { StartAfter: startAfter }),
    })
    const page = await asking({ bucket }, () => client.send(command)).catch(noKeysOf(asked))
    const entries = entriesOfPage(page, options)
    const news = entries.filter(({ name }) => name.startsWith(prefix) && byBytes(name, after) > 0)
    yield* news
    const last = entries.at(-1)
    // Behind the last of the prefix comes none.
    const isPast = last !== undefined && !last.name.startsWith(prefix) && byBytes(last.name, prefix) > 0
    more = page.IsTruncated === true && last !== undefined && !isPast
    if (last) startAfter = last.object ? last.name : behind(last.name, startAfter)
    left -= news.length
  }
}

// MinIO takes no parameter that has a step of a path in it (`.` or `..` between slashes of either kind), whatever it is for.
const step = /(^|[/\\]) *\.\.? *(?=[/\\]|$)/

/** A delimiter that is one cannot be asked for: keys are grouped here. */
const isStep = (delimiter: string) => step.test(delimiter)

/** Where to begin in place of such a name: what lies between is left out here. */
function beforeStep(name: string): string {
  const at = name.search(step)
  return at === -1 ? name : name.slice(0, at)
}

/** What to ask for in place of a prefix that ends amid a name: keys that begin with `.` may go on as `.htaccess`. */
function beforeLastStep(prefix: string): string {
  return prefix.replace(/(^|[/\\]) *\.\.? *$/, '$1')
}

/** MinIO refuses a prefix that cannot begin a key of its (`//`, `../`): then no key begins with it. */
function noKeysOf(prefix: string): (error: unknown) => ListObjectsV2CommandOutput {
  return (error) => {
    if (prefix === '' || !isObjectStoreError(error, 'InvalidKey')) throw error
    return { $metadata: {} }
  }
}

function entriesOfPage(page: ListObjectsV2CommandOutput, options: ListOptions): Entry[] {
  const { CommonPrefixes = [], Contents = [] } = page
  const entries: Entry[] = CommonPrefixes.map(({ Prefix = '' }) => ({ name: decoded(Prefix) }))
  for (const { Key = '', Size = 0, ETag, LastModified } of Contents) {
    const name = decoded(Key)
    const common = commonPrefix(name, options)
    if (common !== undefined) {
      if (entries.at(-1)?.name !== common) entries.push({ name: common })
      continue
    }
    const object = { key: name, size: Size, s3Etag: withoutQuotes(ETag), lastModified: LastModified?.getTime() ?? 0 }
    entries.push({ name, object })
  }
  return entries.sort((a, b) => byBytes(a.name, b.name))
}

/** Comes after all keys that begin with the prefix, but for those that go on with the last character of Unicode. */
function behind(prefix: string, before: string): string {
  const next = `${prefix}\u{10ffff}`
  return byBytes(next, before) > 0 ? next : `${before}\u{10ffff}`
}

function headsOf({ bucket, facts }: ListContext, found: readonly Found[]): ObjectHead[] {
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last) return []
  const known = facts.between(bucket, first.key, last.key)
  return found.map(({ key, size, s3Etag, lastModified }) => {
    const ours = known.get(key)
    if (ours?.s3Etag === s3Etag) return ours.head
    // Somebody else wrote it. A list tells no more; `head` does.
    return {
      bucket,
      key,
      size,
      etag: s3Etag,
      ...(/^[0-9a-f]{32}$/.test(s3Etag) && { md5: s3Etag }),
      contentType: 'binary/octet-stream',
      metadata: {},
      lastModified,
      publicRead: false,
    }
  })
}

/** S3 writes a space as `+`. */
function decoded(name: string): string {
  return decodeURIComponent(name.replaceAll('+', '%20'))
}

const encoder = new TextEncoder()

/** By UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  const shorter = Math.min(left.length, right.length)
  for (let at = 0; at < shorter; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
