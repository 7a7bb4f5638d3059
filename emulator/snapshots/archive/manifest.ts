// manifest.json: what the file of a snapshot is, and what is in it, with the digest of each entry.
import { z } from 'zod'
import { parseJson } from '../../body/parse-json.ts'
import { inSlices } from '../../slices.ts'
import type { StatePart } from '../../state/state-lines.ts'
import { ArchiveRefused } from './refused.ts'

export const format = 'stuntdouble-snapshot'
/** Raised when a program that knows only the version before would misread a file. */
export const formatVersion = 1
export const manifestPath = 'manifest.json'
/** The last entry: the digest of the manifest, as `sha256sum` writes it. */
export const sealPath = 'manifest.sha256'

/** Of a double whose buckets are in an S3: what is in them. */
export const bucketsPath = 'buckets.jsonl'

const objectPath = /^objects\/([0-9a-f]{64})$/
const statePath = /^state\/(?:(meta|counts|sequences)|rows\/([a-z][a-z0-9_]{0,62}))\.jsonl$/

export interface ManifestEntry {
  path: string
  /** Bytes. */
  size: number
  sha256: string
}

/** By hand: there may be a hundred thousand of them. */
function isEntry(value: unknown): value is ManifestEntry {
  if (typeof value !== 'object' || value === null) return false
  const { path, size, sha256 }: Record<string, unknown> = { ...value }
  if (typeof path !== 'string' || !(objectPath.test(path) || statePath.test(path) || path === bucketsPath)) return false
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return false
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
}

const about = z.object({
  format: z.literal(format),
  version: z.literal(formatVersion),
  /** The program that wrote it. */
  stuntdouble: z.string(),
  /** Of its state. */
  schema: z.int().positive(),
  /** Where the objects were: in the double, or in an S3. */
  objects: z.enum(['embedded', 's3']),
  world: z.string(),
  name: z.string().max(200).optional(),
  /** In the world's time. */
  at: z.iso.datetime(),
  sizes: z.object({
    entities: z.int().nonnegative(),
    jobs: z.int().nonnegative(),
    blobs: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  }),
})

export interface Manifest extends z.output<typeof about> {
  /** In the order of the file. */
  entries: ManifestEntry[]
}

/**
 * Others are served meanwhile: a manifest may be long.
 * @throws {ArchiveRefused} for a file of another program, or of a newer one, or one that was damaged
 */
export async function readManifest(text: string): Promise<Manifest> {
  const value = await parseJson(text).catch((error: unknown) => {
    throw new ArchiveRefused('The snapshot is damaged: its manifest.json is no JSON', { cause: error })
  })
  const head = z.object({ format: z.literal(format), version: z.int().positive() }).safeParse(value)
  if (!head.success)
    throw new ArchiveRefused('This is no snapshot of stuntdouble: its manifest.json is of something else')
  if (head.data.version > formatVersion)
    throw new ArchiveRefused(
      `The snapshot is of format ${head.data.version}, written by a newer stuntdouble; this one reads format ${formatVersion}. Update stuntdouble.`,
    )
  const read = about.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    throw noGood(`${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { entries } = z.looseObject({ entries: z.unknown() }).parse(value)
  return { ...read.data, entries: await inSlices(checking(entries)) }
}

function* checking(given: unknown): Generator<void, ManifestEntry[]> {
  if (!Array.isArray(given)) throw noGood('entries: is no list')
  const entries: ManifestEntry[] = []
  const paths = new Set<string>()
  for (const value of given) {
    if (entries.length % 256 === 0) yield
    if (!isEntry(value)) throw noGood(`entries.${entries.length}: is no entry of a snapshot`)
    const { path, size, sha256 } = value
    entries.push({ path, size, sha256 })
    paths.add(path)
    if (paths.size < entries.length)
      throw new ArchiveRefused('The snapshot is damaged: its manifest.json names an entry twice')
  }
  return entries
}

function noGood(what: string): ArchiveRefused {
  return new ArchiveRefused(`The snapshot is damaged: its manifest.json has no good ${what}`)
}

/** What an entry is: a part of the state, the bytes of that digest, or what is in the buckets of an S3. */
export function meaningOf(path: string): { part: StatePart } | { hash: string } | 'buckets' {
  if (path === bucketsPath) return 'buckets'
  const hash = objectPath.exec(path)?.[1]
  if (hash !== undefined) return { hash }
  const [, own, table] = statePath.exec(path) ?? []
  if (table !== undefined) return { part: { kind: 'rows', table } }
  if (own === 'meta' || own === 'counts' || own === 'sequences') return { part: { kind: own } }
  throw new ArchiveRefused(`${path} is no entry of a snapshot`)
}

export function pathOfPart(part: StatePart): string {
  return part.kind === 'rows' ? `state/rows/${part.table}.jsonl` : `state/${part.kind}.jsonl`
}

export function pathOfBlob(hash: string): string {
  return `objects/${hash}`
}
