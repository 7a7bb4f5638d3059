// The bytes of an object for a page that shows it: pictures, films and texts, and nothing that could act in the name of the page.
import { mimeTypeOf } from '../media/mime-type.ts'
import type { ObjectHead, ObjectStore } from '../objects/object-store.ts'
import { parseRange } from '../s3/range.ts'

export interface Preview {
  status: 200 | 206 | 416
  type: string
  headers: Record<string, string>
  body: ReadableStream<Uint8Array> | ''
}

/** An object is whatever a client stored: it has no scripts, no forms and no origin here, whichever type it says that it is. */
const harmless = {
  'content-security-policy': "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
}

/** @throws {ObjectStoreError} NoSuchBucket, NoSuchKey */
export async function previewOf(
  store: ObjectStore,
  { bucket, key, range }: { bucket: string; key: string; range: string | null },
): Promise<Preview> {
  const head = await store.head(bucket, key)
  const type = previewType(head)
  const headers = { ...harmless, ...(isShown(type) ? {} : { 'content-disposition': 'attachment' }) }
  const wanted = range === null ? undefined : parseRange(range, head.size)
  if (wanted === 'unsatisfiable')
    return { status: 416, type, headers: { ...headers, 'content-range': `bytes */${head.size}` }, body: '' }
  if (wanted === undefined) {
    const { body } = await store.get(bucket, key)
    return { status: 200, type, headers: { ...headers, 'content-length': String(head.size) }, body }
  }
  const { body } = await store.get(bucket, key, { range: wanted, ifMatch: head.etag })
  const { start, end } = wanted
  return {
    status: 206,
    type,
    headers: {
      ...headers,
      'content-range': `bytes ${start}-${end - 1}/${head.size}`,
      'content-length': String(end - start),
    },
    body,
  }
}

/** What it is shown as: its own type, or, when that says nothing, what its name says. Text is plain text. */
export function previewType({ contentType, key }: Pick<ObjectHead, 'contentType' | 'key'>): string {
  const [declared = ''] = contentType.toLowerCase().split(';')
  const says = /^(binary|application)\/octet-stream$/.test(declared.trim()) ? mimeTypeOf(key) : declared.trim()
  if (/^(image|video|audio)\/[\w.+-]+$/.test(says)) return says
  const isText =
    /^text\/|^application\/([\w.-]+\+)?(json|xml)$|^application\/(vnd\.apple\.mpegurl|x-mpegurl|dash\+xml)$/
  return isText.test(says) ? 'text/plain; charset=utf-8' : 'application/octet-stream'
}

function isShown(type: string): boolean {
  return type !== 'application/octet-stream'
}
