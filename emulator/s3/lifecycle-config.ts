// The lifecycle of a bucket: put, get, delete. What comes of it is in expiration.ts and expire.ts.
import type { LifecycleRule, Transition } from '../objects/bucket-settings.ts'
import { type Answer, type Asked, noContent, readDocument, xmlAnswer } from './call.ts'
import { invalidArgument, invalidRequest, malformedXml, noSuchConfiguration } from './errors.ts'
import { filterElement, parseFilter } from './lifecycle-filter.ts'
import type { XmlElement } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { leastDays } from './transition-days.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

const maxRules = 1000

/** @throws {S3Error} MalformedXML, InvalidRequest, InvalidArgument */
export async function putBucketLifecycle(asked: Asked): Promise<Answer> {
  const { store, bucket, context } = asked
  store.settings(bucket)
  const document = await readDocument(asked, 'LifecycleConfiguration')
  const rules = new XmlContent(document, [], ['Rule']).all('Rule')
  if (rules.length === 0 || rules.length > maxRules) throw malformedXml()
  const lifecycle = rules.map(parseRule)
  if (new Set(lifecycle.map(({ id }) => id)).size < lifecycle.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', '')
  await store.changeSettings(bucket, { lifecycle })
  await context.lifecycleSet?.(bucket)
  return {}
}

function parseRule(rule: XmlElement, index: number): LifecycleRule {
  const content = new XmlContent(
    rule,
    ['ID', 'Status', 'Prefix', 'Filter', 'Expiration', 'NoncurrentVersionExpiration', 'AbortIncompleteMultipartUpload'],
    ['Transition', 'NoncurrentVersionTransition'],
  )
  const status = content.required('Status')
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml()
  const expiration = content.element('Expiration')
  const noncurrent = content.element('NoncurrentVersionExpiration')
  const abort = content.element('AbortIncompleteMultipartUpload')
  const parsed: LifecycleRule = {
    // S3 makes one up; the same rules get the same.
    id: content.text('ID') || `rule-${index + 1}`,
    enabled: status === 'Enabled',
    ...parseFilter(content),
    transitions: content.all('Transition').map(parseTransition),
    noncurrentTransitions: content.all('NoncurrentVersionTransition').map(parseTransition),
  }
  if (parsed.id.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', parsed.id)
  if (expiration) parsed.expiration = parseExpiration(expiration)
  if (noncurrent) parsed.noncurrentExpiration = parseNoncurrent(noncurrent)
  if (abort)
    parsed.abortUploadDays = requiredDays(new XmlContent(abort, ['DaysAfterInitiation']), 'DaysAfterInitiation')
  const acts = expiration ?? noncurrent ?? abort ?? parsed.transitions[0] ?? parsed.noncurrentTransitions[0]
  if (acts === undefined) throw invalidRequest('At least one action needs to be specified in a rule')
  return parsed
}

function parseExpiration(given: XmlElement): NonNullable<LifecycleRule['expiration']> {
  const content = new XmlContent(given, ['Days', 'Date', 'ExpiredObjectDeleteMarker'])
  const days = positiveDays(content, 'Days')
  const date = dateOf(content)
  const lonelyDeleteMarkers = content.flag('ExpiredObjectDeleteMarker')
  const said = [days, date, lonelyDeleteMarkers].filter((value) => value !== undefined)
  if (said.length !== 1) throw malformedXml()
  return {
    ...(days !== undefined && { days }),
    ...(date !== undefined && { date }),
    ...(lonelyDeleteMarkers !== undefined && { lonelyDeleteMarkers }),
  }
}

function parseNoncurrent(given: XmlElement): NonNullable<LifecycleRule['noncurrentExpiration']> {
  const content = new XmlContent(given, ['NoncurrentDays', 'NewerNoncurrentVersions'])
  const keep = content.number('NewerNoncurrentVersions', 1)
  return { days: requiredDays(content, 'NoncurrentDays'), ...(keep !== undefined && { keep }) }
}

function parseTransition(given: XmlElement): Transition {
  const content = new XmlContent(given, ['Days', 'Date', 'NoncurrentDays', 'NewerNoncurrentVersions', 'StorageClass'])
  const days = content.number('Days') ?? content.number('NoncurrentDays')
  const date = dateOf(content)
  const keep = content.number('NewerNoncurrentVersions', 1)
  const storageClass = content.required('StorageClass')
  const least = leastDays[storageClass]
  if (least === undefined) throw malformedXml()
  if ((content.number('Days') ?? least) < least)
    throw invalidArgument(
      `'Days' in Transition action must be greater than or equal to ${least} for storageClass '${storageClass}'`,
      'Days',
      String(days),
    )
  return {
    ...(days !== undefined && { days }),
    ...(date !== undefined && { date }),
    ...(keep !== undefined && { keep }),
    storageClass,
  }
}

function requiredDays(content: XmlContent, name: string): number {
  const days = positiveDays(content, name)
  if (days === undefined) throw malformedXml()
  return days
}

function positiveDays(content: XmlContent, name: string): number | undefined {
  const days = content.number(name)
  if (days === 0) throw invalidArgument(`'${name}' for Expiration action must be a positive integer`, name, '0')
  return days
}

function dateOf(content: XmlContent): number | undefined {
  const text = content.text('Date')
  if (text === undefined) return undefined
  const date = Date.parse(text)
  if (Number.isNaN(date)) throw malformedXml()
  if (date % 86_400_000 !== 0) throw invalidArgument("'Date' must be at midnight GMT", 'Date', text)
  return date
}

/** @throws {S3Error} NoSuchLifecycleConfiguration */
export function getBucketLifecycle({ store, bucket }: Asked): Answer {
  const { lifecycle } = store.settings(bucket)
  if (!lifecycle)
    throw noSuchConfiguration('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', bucket)
  return xmlAnswer(xmlDocument('LifecycleConfiguration', lifecycle.map(ruleElement).join('')), {
    'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K',
  })
}

function ruleElement(rule: LifecycleRule): string {
  const { expiration, noncurrentExpiration, abortUploadDays } = rule
  const within = (name: string, content: string) => (content === '' ? '' : `<${name}>${content}</${name}>`)
  return `<Rule>${
    element('ID', rule.id) +
    filterElement(rule) +
    element('Status', rule.enabled ? 'Enabled' : 'Disabled') +
    rule.transitions.map((each) => within('Transition', transitionContent(each, 'Days'))).join('') +
    within(
      'Expiration',
      element('Days', expiration?.days) +
        element('Date', expiration?.date === undefined ? undefined : xmlTime(expiration.date)) +
        element('ExpiredObjectDeleteMarker', expiration?.lonelyDeleteMarkers),
    ) +
    rule.noncurrentTransitions
      .map((each) => within('NoncurrentVersionTransition', transitionContent(each, 'NoncurrentDays')))
      .join('') +
    within(
      'NoncurrentVersionExpiration',
      element('NoncurrentDays', noncurrentExpiration?.days) +
        element('NewerNoncurrentVersions', noncurrentExpiration?.keep),
    ) +
    within('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', abortUploadDays))
  }</Rule>`
}

function transitionContent({ days, date, keep, storageClass }: Transition, daysName: string): string {
  return (
    element(daysName, days) +
    element('Date', date === undefined ? undefined : xmlTime(date)) +
    element('NewerNoncurrentVersions', keep) +
    element('StorageClass', storageClass)
  )
}

export async function deleteBucketLifecycle({ store, bucket }: Asked): Promise<Answer> {
  await store.changeSettings(bucket, { lifecycle: undefined })
  return noContent
}
