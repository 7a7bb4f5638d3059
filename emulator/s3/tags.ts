// Tags of objects and buckets: as a header has them, as XML has them, and what they may be.
import type { Tag } from '../objects/bucket-settings.ts'
import { invalidArgument, invalidTag, S3Error } from './errors.ts'
import type { XmlElement } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument } from './xml.ts'

export const maxObjectTags = 10
export const maxBucketTags = 50

/** `a=1&b=2`, encoded as a form is. @throws {S3Error} InvalidArgument, InvalidTag, BadRequest */
export function parseTagHeader(text: string): Tag[] {
  try {
    const tags = text.split('&').map((pair): Tag => {
      const [key = '', value = '', more] = pair.split('=')
      if (more !== undefined) throw new URIError(pair)
      return { key: decode(key), value: decode(value) }
    })
    return checkTags(tags, maxObjectTags).sort((a, b) => (a.key < b.key ? -1 : 1))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    )
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'))
}

/** A `Tagging` document, or its `TagSet`. @throws {S3Error} MalformedXML, InvalidTag, BadRequest */
export function parseTagging(document: XmlElement, most: number): Tag[] {
  const set = new XmlContent(document, ['TagSet']).element('TagSet')
  if (!set) return checkTags([], most)
  return checkTags(new XmlContent(set, [], ['Tag']).all('Tag').map(parseTag), most)
}

export function parseTag(tag: XmlElement): Tag {
  const content = new XmlContent(tag, ['Key', 'Value'])
  return { key: content.required('Key'), value: content.required('Value') }
}

/** @throws {S3Error} InvalidTag, BadRequest */
export function checkTags(tags: Tag[], most: number): Tag[] {
  if (tags.length > most) throw new S3Error(400, 'BadRequest', `Object tags cannot be greater than ${most}`)
  const seen = new Set<string>()
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || !allowed.test(key))
      throw invalidTag('The TagKey you have provided is invalid')
    if (value.length > 256 || !allowed.test(value)) throw invalidTag('The TagValue you have provided is invalid')
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key')
    seen.add(key)
  }
  return tags
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_Tag.html */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

export function taggingDocument(tags: readonly Tag[]): string {
  return xmlDocument('Tagging', `<TagSet>${tags.map(tagElement).join('')}</TagSet>`)
}

export function tagElement({ key, value }: Tag): string {
  return `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`
}
