// One page of the multipart uploads of a bucket that are under way.
import type { Table } from '../state/table.ts'
import { type UploadRow, uploadOf } from './upload-rows.ts'
import type { ListUploadsOptions, UploadListing } from './versioned-store.ts'
import { type Read, walk } from './walk.ts'

export function listUploads(table: Table<UploadRow>, bucket: string, options: ListUploadsOptions): UploadListing {
  const { after, ...rest } = options
  const marker = after?.uploadId === undefined ? undefined : table.get(after.uploadId)
  const begun = marker?.bucket === bucket && marker.key === after?.key ? { behind: marker } : undefined
  const { rows, prefixes, next } = walk(uploadsIn(table, bucket), begun ?? { after: after?.key ?? '' }, rest)
  const listing: UploadListing = { uploads: rows.map(uploadOf), prefixes }
  if (next === undefined) return listing
  return { ...listing, next: typeof next === 'string' ? { key: next } : { key: next.key, uploadId: next.id } }
}

/** Of one key, those that began first come first: the order of their rows. */
function uploadsIn(table: Table<UploadRow>, bucket: string): Read<UploadRow> {
  return (position, before, limit) => {
    const from = 'behind' in position ? { after: position.behind.key } : position
    const end = before === undefined ? {} : { before }
    const rest = table.list({ where: { bucket }, orderBy: 'key', ...from, ...end, limit })
    if (!('behind' in position)) return rest
    const { key, id } = position.behind
    const same = table.list({ where: { bucket, key } })
    return [...same.slice(same.findIndex((row) => row.id === id) + 1), ...rest].slice(0, limit)
  }
}
