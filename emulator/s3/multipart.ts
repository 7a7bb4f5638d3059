// Multipart uploads: begin, parts, complete, abort.
import { refuseBlocked } from './acl.ts'
import { requireRead } from './access.ts'
import { type Answer, type Asked, noContent, readDocument, xmlAnswer } from './call.ts'
import { checksumAlgorithms, checksumElements, checksumValueElements } from './checksum-elements.ts'
import { checkSource, copySourceOf, ofSource } from './copy-source.ts'
import { digesting } from './digesting.ts'
import { entityTooLarge, invalidArgument, invalidRequest, malformedXml } from './errors.ts'
import { expirationHeader } from './expiration.ts'
import { checksumHeaders } from './object-headers.ts'
import { maxPutBytes } from './objects.ts'
import { parseRange } from './range.ts'
import { checkPartNumber, conditionsOf, extrasOf, propertiesOf, publicReadOf, unquoted } from './put-headers.ts'
import { partAlgorithms, uploadIn } from './upload-in.ts'
import { checksumOfParts, uploadChecksum } from './upload-checksum.ts'
import { share } from '../slices.ts'
import type { XmlElement } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

export async function createMultipartUpload(asked: Asked): Promise<Answer> {
  const { headers, store, bucket, key } = asked
  const publicRead = publicReadOf(headers)
  refuseBlocked(asked, publicRead)
  const checksum = uploadChecksum(headers)
  const upload = await store.createUpload(bucket, key, {
    ...propertiesOf(headers),
    ...extrasOf(headers),
    publicRead,
    ...(checksum && { checksum }),
  })
  return xmlAnswer(
    xmlDocument(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket) + element('Key', key) + element('UploadId', upload.id),
    ),
    checksum && { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type },
  )
}

export async function uploadPart(asked: Asked): Promise<Answer> {
  const { auth, store, query } = asked
  const number = checkPartNumber(query.get('partNumber') ?? '')
  if ((auth.contentLength ?? 0) > maxPutBytes) throw entityTooLarge(auth.contentLength ?? 0, maxPutBytes)
  const part = await store.putPart(uploadIn(asked), number, auth.readBytes ?? auth.body ?? new Uint8Array(0), {
    maxBytes: maxPutBytes,
    finish: () => auth.checksums(),
  })
  const { 'x-amz-checksum-type': _, ...checksums } = checksumHeaders(part)
  return { headers: { etag: `"${part.etag}"`, ...checksums } }
}

export async function uploadPartCopy(asked: Asked): Promise<Answer> {
  const { headers, store, query } = asked
  const upload = uploadIn(asked)
  const number = checkPartNumber(query.get('partNumber') ?? '')
  const algorithms = partAlgorithms(asked)
  store.headUpload(upload)
  const from = copySourceOf(headers)
  requireRead(asked, from)
  const { head, body } = await ofSource(from, () =>
    store.read(from, (source) => {
      checkSource(headers, source)
      return sourceRange(headers.get('x-amz-copy-source-range'), source.size)
    }),
  )
  const copied = await digesting(body ?? new Uint8Array(0), algorithms)
  const part = await store.putPart(upload, number, copied.body, { finish: () => copied.checksums() })
  return xmlAnswer(
    xmlDocument(
      'CopyPartResult',
      element('LastModified', xmlTime(part.lastModified)) +
        element('ETag', `"${part.etag}"`) +
        checksumValueElements(part.checksums),
    ),
    head.versionId === undefined ? {} : { 'x-amz-copy-source-version-id': head.versionId },
  )
}

/** All of the source, or `bytes=FIRST-LAST`, which has to lie within it. */
function sourceRange(text: string | null, size: number): { start: number; end: number } {
  if (text === null) return { start: 0, end: size }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? []
  if (first === undefined || Number(last) < Number(first))
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      text,
    )
  const range = parseRange(text, size)
  // Where GetObject would say InvalidRange: https://github.com/versity/versitygw/issues/610 quotes S3.
  if (typeof range !== 'object' || range.end !== Number(last) + 1)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      text,
    )
  return range
}

export async function completeMultipartUpload(asked: Asked): Promise<Answer> {
  const { headers, store, bucket, key, call } = asked
  const content = new XmlContent(await readDocument(asked, 'CompleteMultipartUpload'), [], ['Part'])
  const named: ReturnType<typeof parsePart>[] = []
  for (const part of content.all('Part')) {
    named.push(parsePart(part))
    // Ten thousand take tens of ms.
    const later = share()
    if (later) await later
  }
  if (named.length === 0) throw malformedXml()
  const asksSize = headers.get('x-amz-mp-object-size')
  const conditions = conditionsOf(headers)
  const checksum = await checksumOfParts(store, store.headUpload(uploadIn(asked)), named, headers)
  const head = await store.completeUpload(uploadIn(asked), named, {
    ...conditions,
    verify(parts) {
      const size = parts.reduce((sum, part) => sum + part.size, 0)
      if (asksSize !== null && Number(asksSize) !== size)
        throw invalidRequest(
          `The provided 'x-amz-mp-object-size' header value ${asksSize} does not match what was computed: ${size}`,
        )
      return checksum
    },
  })
  const base = `${call.origin ?? ''}${call.prefix === undefined ? '' : `/w/${call.prefix}`}`
  const place = [bucket, ...key.split('/')].map(encodeURIComponent).join('/')
  return xmlAnswer(
    xmlDocument(
      'CompleteMultipartUploadResult',
      element('Location', `${base}/${place}`) +
        element('Bucket', bucket) +
        element('Key', key) +
        element('ETag', `"${head.etag}"`) +
        checksumElements(head),
    ),
    {
      ...(head.versionId !== undefined && { 'x-amz-version-id': head.versionId }),
      ...expirationHeader(asked, head),
    },
  )
}

const fieldsOfPart = ['PartNumber', 'ETag', ...checksumAlgorithms.map((name) => `Checksum${name}`)]

/** @throws {S3Error} MalformedXML */
function parsePart(part: XmlElement) {
  const fields = new XmlContent(part, fieldsOfPart)
  const number = fields.number('PartNumber', 1)
  if (number === undefined) throw malformedXml()
  const checksums = checksumAlgorithms.flatMap((name) => {
    const value = fields.text(`Checksum${name}`)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { number, etag: unquoted(fields.required('ETag')), checksums: Object.fromEntries(checksums) }
}

export async function abortMultipartUpload(asked: Asked): Promise<Answer> {
  await asked.store.abortUpload(uploadIn(asked))
  return noContent
}
