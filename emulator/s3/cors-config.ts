// The CORS configuration of a bucket: put, get, delete.
import type { CorsRule } from '../objects/bucket-settings.ts'
import { type Answer, type Asked, noContent, readDocument, xmlAnswer } from './call.ts'
import { invalidRequest, malformedXml, noSuchConfiguration } from './errors.ts'
import type { XmlElement } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument } from './xml.ts'

const maxRules = 100
const methods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])

/** @throws {S3Error} MalformedXML, InvalidRequest */
export async function putBucketCors(asked: Asked): Promise<Answer> {
  const document = await readDocument(asked, 'CORSConfiguration')
  const cors = new XmlContent(document, [], ['CORSRule']).all('CORSRule').map(parseRule)
  if (cors.length === 0 || cors.length > maxRules) throw malformedXml()
  await asked.store.changeSettings(asked.bucket, { cors })
  return {}
}

function parseRule(rule: XmlElement): CorsRule {
  const repeated = ['AllowedMethod', 'AllowedOrigin', 'AllowedHeader', 'ExposeHeader']
  const content = new XmlContent(rule, ['ID', 'MaxAgeSeconds'], repeated)
  const id = content.text('ID')
  const maxAge = content.number('MaxAgeSeconds')
  const allowedMethods = content.texts('AllowedMethod')
  const allowedOrigins = content.texts('AllowedOrigin')
  const allowedHeaders = content.texts('AllowedHeader')
  if (allowedMethods.length === 0 || allowedOrigins.length === 0) throw malformedXml()
  const method = allowedMethods.find((name) => !methods.has(name))
  if (method !== undefined)
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`)
  const origin = allowedOrigins.find(hasTwoStars)
  if (origin !== undefined) throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`)
  const header = allowedHeaders.find(hasTwoStars)
  if (header !== undefined) throw invalidRequest(`AllowedHeader "${header}" can not have more than one wildcard.`)
  return {
    ...(id !== undefined && { id }),
    allowedMethods,
    allowedOrigins,
    allowedHeaders,
    exposeHeaders: content.texts('ExposeHeader'),
    ...(maxAge !== undefined && { maxAge }),
  }
}

function hasTwoStars(text: string): boolean {
  return text.indexOf('*') !== text.lastIndexOf('*')
}

/** @throws {S3Error} NoSuchCORSConfiguration */
export function getBucketCors({ store, bucket }: Asked): Answer {
  const { cors } = store.settings(bucket)
  if (!cors) throw noSuchConfiguration('NoSuchCORSConfiguration', 'The CORS configuration does not exist', bucket)
  return xmlAnswer(xmlDocument('CORSConfiguration', cors.map(ruleElement).join('')))
}

function ruleElement(rule: CorsRule): string {
  const each = (name: string, texts: readonly string[]) => texts.map((text) => element(name, text)).join('')
  return `<CORSRule>${
    element('ID', rule.id) +
    each('AllowedMethod', rule.allowedMethods) +
    each('AllowedOrigin', rule.allowedOrigins) +
    each('AllowedHeader', rule.allowedHeaders) +
    each('ExposeHeader', rule.exposeHeaders) +
    element('MaxAgeSeconds', rule.maxAge)
  }</CORSRule>`
}

export async function deleteBucketCors({ store, bucket }: Asked): Promise<Answer> {
  await store.changeSettings(bucket, { cors: undefined })
  return noContent
}
