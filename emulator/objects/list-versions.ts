// One page of all versions of a bucket's objects, with delete markers: current objects and the others, from their two tables.
import type { ObjectRow, ObjectRows } from './object-rows.ts'
import { headOf } from './object-rows.ts'
import { nullVersion, placeOf, placePrefix, placesOf, sequenceOf } from './places.ts'
import type { ListVersionsOptions, VersionEntry, VersionListing } from './versioned-store.ts'
import { markerOf, type VersionRow } from './version-rows.ts'
import { bytesBefore, type Position, type Read, walk } from './walk.ts'

/** A row of either table; or a place where one was. */
interface Line {
  key: string
  place: string
  versionId: string
  object?: ObjectRow
  kept?: VersionRow
}

export function listVersions(rows: ObjectRows, bucket: string, options: ListVersionsOptions): VersionListing {
  const { after, ...rest } = options
  const start =
    after?.versionId === undefined ? { after: after?.key ?? '' } : { behind: lineBefore(rows, bucket, after) }
  const { rows: lines, prefixes, next } = walk(linesOf(rows, bucket), start, rest)
  const versions = lines.map((line, index) => entryOf(rows, line, lines[index - 1]))
  const listing: VersionListing = { versions, prefixes }
  if (next === undefined) return listing
  return { ...listing, next: typeof next === 'string' ? { key: next } : { key: next.key, versionId: next.versionId } }
}

/** Where a page ended, also when that version is gone meanwhile: its id says where it was. */
function lineBefore(
  rows: ObjectRows,
  bucket: string,
  { key, versionId = nullVersion }: { key: string; versionId?: string | undefined },
): Line {
  if (versionId !== nullVersion) return { key, versionId, place: placeOf(key, sequenceOf(versionId)) }
  const current = rows.find(bucket, key)
  const isCurrent = current !== undefined && current.head.versionId === undefined
  const kept = isCurrent ? undefined : rows.versions.find(bucket, key, nullVersion)
  // The only version whose id does not tell: what is left of the key is told again.
  const place = isCurrent ? placeOf(key, current.sequence ?? 0) : (kept?.place ?? placesOf(key).from)
  return { key, versionId, place }
}

function linesOf(rows: ObjectRows, bucket: string): Read<Line> {
  return (position, before, limit) => {
    const [objectsFrom, versionsFrom] = positionsOf(position)
    const end = before === undefined ? {} : { before }
    const objects = rows.table
      .list({ where: { bucket }, orderBy: 'key', ...objectsFrom, ...end, limit: limit + 1 })
      .map(lineOfObject)
      .filter((line) => !('behind' in position) || line.place > position.behind.place)
    const kept = rows.versions.table
      .list({
        where: { bucket },
        orderBy: 'place',
        ...versionsFrom,
        ...(before !== undefined && { before: placePrefix(before) }),
        limit,
      })
      .map((row): Line => ({ key: row.key, place: row.place, versionId: row.versionId, kept: row }))
    return merge(objects, kept, limit)
  }
}

function positionsOf(position: Position<Line>) {
  if ('behind' in position) return [{ from: position.behind.key }, { after: position.behind.place }] as const
  if ('from' in position) return [position, { from: placePrefix(position.from) }] as const
  return [position, { from: placesOf(position.after).before }] as const
}

function lineOfObject(object: ObjectRow): Line {
  const { key, head, sequence = 0 } = object
  return { key, place: placeOf(key, sequence), versionId: head.versionId ?? nullVersion, object }
}

/** Of one key the current object comes first. Places are of few and plain characters beside those of the keys. */
function merge(objects: Line[], kept: Line[], limit: number): Line[] {
  const merged: Line[] = []
  let object = 0
  let version = 0
  while (merged.length < limit) {
    const [a, b] = [objects[object], kept[version]]
    const first = !a || (b && isBefore(b, a)) ? b : a
    if (!first) return merged
    if (first === a) object += 1
    else version += 1
    merged.push(first)
  }
  return merged
}

function isBefore(a: Line, b: Line): boolean {
  return a.key !== b.key && bytesBefore(a.key, b.key)
}

function entryOf(rows: ObjectRows, { object, kept, key }: Line, previous: Line | undefined): VersionEntry {
  if (object) return { latest: true, object: headOf(object, true) }
  if (!kept) throw new Error('A line of a list of versions has neither an object nor a version')
  if (kept.head) return { latest: false, object: headOf({ ...kept, head: kept.head }, true) }
  const latest = previous?.key !== key && rows.versions.newest(kept.bucket, key)?.id === kept.id
  return { latest: latest && !rows.find(kept.bucket, key), marker: markerOf(kept) }
}
