// buckets.jsonl: what is in the buckets of an S3, a line an object; its bytes are among objects/, as all others.
import { z } from 'zod'
import type { CarriedObject } from '../../objects/external-store.ts'
import { ArchiveRefused } from './refused.ts'

export interface ArchivedObject extends CarriedObject {
  sha256: string
  size: number
}

const text = z.string()

const line = z.object({
  bucket: text.min(1),
  key: text.min(1),
  etag: text,
  sha256: text.regex(/^[0-9a-f]{64}$/),
  size: z.int().nonnegative(),
  publicRead: z.boolean(),
  properties: z.object({
    contentType: text.optional(),
    cacheControl: text.optional(),
    contentDisposition: text.optional(),
    contentEncoding: text.optional(),
    contentLanguage: text.optional(),
    expires: text.optional(),
    metadata: z.record(text, text).optional(),
  }),
})

export function writeObjects(objects: readonly ArchivedObject[]): string {
  return objects
    .map(
      ({ bucket, key, etag, sha256, size, publicRead, properties }) =>
        `${JSON.stringify({ bucket, key, etag, sha256, size, publicRead, properties })}\n`,
    )
    .join('')
}

/** @throws {ArchiveRefused} */
export function readObjects(lines: string): ArchivedObject[] {
  return lines
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const read = line.safeParse(parse(text))
      if (!read.success)
        throw new ArchiveRefused(`The snapshot is damaged: ${text.slice(0, 80)} is no object of a bucket`)
      const { properties, ...object } = read.data
      return { ...object, properties: withoutUndefined(properties) }
    })
}

function withoutUndefined(properties: z.output<typeof line>['properties']): CarriedObject['properties'] {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ArchiveRefused('The snapshot is damaged: a line of its buckets is no JSON', { cause: error })
  }
}
