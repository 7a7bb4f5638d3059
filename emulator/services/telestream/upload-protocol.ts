// What the headers of an upload request say (§3.8).
import { badRequest } from './errors.ts'
import { quote } from './input.ts'

export type Chunk =
  // `bytes */L`: how far are we?
  | { kind: 'probe' }
  // From this offset on, as many bytes as there are: the end that clients announce is often wrong.
  | { kind: 'bytes'; start: number }

/** @throws {TelestreamError} 400 when it is no range, or names another length than the session */
export function readContentRange(header: string | null, fileSize: number): Chunk {
  if (header === null) return { kind: 'bytes', start: 0 }
  const [, start, total] = /^bytes (?:\*|(\d{1,15})-\d{1,15})\/(\d{1,15}|\*)$/.exec(header.trim()) ?? []
  if (total === undefined)
    throw badRequest(`Content-Range must look like bytes 0-99/${fileSize} or bytes */${fileSize}, not ${quote(header)}`)
  if (total !== '*' && Number(total) !== fileSize)
    throw badRequest(`Content-Range says that the file has ${total} bytes; the session was made for ${fileSize}`)
  return start === undefined ? { kind: 'probe' } : { kind: 'bytes', start: Number(start) }
}

/** `X-Part`. @throws {TelestreamError} 400 when it is no index of the file's parts */
export function readPart(header: string, parts: number): number {
  const part = /^\d{1,9}$/.test(header.trim()) ? Number(header) : Number.NaN
  if (!(part < parts)) throw badRequest(`X-Part must be from 0 to ${parts - 1}, not ${quote(header)}`)
  return part
}

/** What a browser's uploader must be allowed to send and to read. */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, PUT, POST, DELETE, OPTIONS',
  'access-control-allow-headers':
    'Cache-Control, Content-Type, Content-Range, X-Requested-With, X-Part, X-Extra-File-Tag',
  'access-control-expose-headers': 'Range, Location',
  'access-control-max-age': '600',
}
