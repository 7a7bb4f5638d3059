// GetObjectAttributes: what a client asks to be told of an object.
import type { VersionHead } from '../objects/versioned-store.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { checksumElements, checksumValueElements } from './checksum-elements.ts'
import { invalidArgument } from './errors.ts'
import { httpDate } from './http-date.ts'
import { versionIn } from './version-in.ts'
import { element, xmlDocument } from './xml.ts'

const header = 'x-amz-object-attributes'

type Attribute = (head: VersionHead, asked: Asked) => string

const attributes: Readonly<Record<string, Attribute>> = {
  ETag: ({ etag }) => element('ETag', etag),
  Checksum: (head) => wrapped('Checksum', checksumElements(head)),
  ObjectParts: (head, asked) => (head.partsCount === undefined ? '' : partsElement(head.partsCount, head, asked)),
  StorageClass: ({ storageClass = 'STANDARD' }) => element('StorageClass', storageClass),
  ObjectSize: ({ size }) => element('ObjectSize', size),
}

/** @throws {S3Error} InvalidArgument */
export function getObjectAttributes(asked: Asked): Answer {
  const asks = (asked.headers.get(header) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const unknown = asks.find((name) => !Object.hasOwn(attributes, name))
  if (asks.length === 0 || unknown !== undefined)
    throw invalidArgument('Invalid attribute name specified.', header, unknown ?? '')
  const head = asked.store.headVersion(versionIn(asked))
  const told = Object.entries(attributes).map(([name, tell]) => (asks.includes(name) ? tell(head, asked) : ''))
  return xmlAnswer(xmlDocument('GetObjectAttributesResponse', told.join('')), {
    'last-modified': httpDate(head.lastModified),
    ...(head.versionId !== undefined && { 'x-amz-version-id': head.versionId }),
  })
}

/** Single parts are told of only where they have checksums of their own. */
function partsElement(count: number, { checksumType }: VersionHead, asked: Asked): string {
  const after = numberIn(asked, 'x-amz-part-number-marker', 0)
  const limit = Math.min(numberIn(asked, 'x-amz-max-parts', 1000), 1000)
  const all = asked.store.partsOf(versionIn(asked), { after, limit: limit + 1 })
  const parts = all.slice(0, limit)
  if (checksumType !== 'COMPOSITE' || !parts.every(({ checksums }) => checksums))
    return wrapped('ObjectParts', element('PartsCount', count))
  const told = parts.map(({ number, size, checksums }) =>
    wrapped('Part', element('PartNumber', number) + element('Size', size) + checksumValueElements(checksums)),
  )
  return wrapped(
    'ObjectParts',
    element('PartsCount', count) +
      element('PartNumberMarker', after) +
      element('NextPartNumberMarker', parts.at(-1)?.number ?? 0) +
      element('MaxParts', limit) +
      element('IsTruncated', all.length > limit) +
      told.join(''),
  )
}

function numberIn({ headers }: Asked, name: string, byDefault: number): number {
  const text = headers.get(name)
  if (text !== null && !/^\d{1,9}$/.test(text))
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
  return text === null ? byDefault : Number(text)
}

function wrapped(name: string, content: string): string {
  return content === '' ? '' : `<${name}>${content}</${name}>`
}
