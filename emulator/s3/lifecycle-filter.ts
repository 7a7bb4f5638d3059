// Which objects a lifecycle rule is about.
import type { LifecycleFilter, LifecycleRule } from '../objects/bucket-settings.ts'
import type { VersionHead } from '../objects/versioned-store.ts'
import { malformedXml } from './errors.ts'
import { parseTag, tagElement } from './tags.ts'
import { XmlContent } from './xml-content.ts'
import { element } from './xml.ts'

/** Of a rule's element: a filter, or the prefix of the oldest rules. @throws {S3Error} MalformedXML */
export function parseFilter(rule: XmlContent): Pick<LifecycleRule, 'form' | 'filter'> {
  const given = rule.element('Filter')
  const prefix = rule.text('Prefix')
  if (given ? prefix !== undefined : prefix === undefined) throw malformedXml()
  if (!given) return { form: 'prefix', filter: { prefix: prefix ?? '' } }
  const filter = new XmlContent(given, ['Prefix', 'Tag', 'And', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'])
  const and = filter.element('And')
  if (given.children.length > 1) throw malformedXml()
  if (!and) return { form: 'filter', filter: criteriaOf(filter) }
  const all = new XmlContent(and, ['Prefix', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'], ['Tag'])
  return { form: 'and', filter: criteriaOf(all) }
}

function criteriaOf(content: XmlContent): LifecycleFilter {
  const prefix = content.text('Prefix')
  const tags = content.all('Tag').map(parseTag)
  const largerThan = content.number('ObjectSizeGreaterThan')
  const smallerThan = content.number('ObjectSizeLessThan')
  return {
    ...(prefix !== undefined && { prefix }),
    ...(tags.length > 0 && { tags }),
    ...(largerThan !== undefined && { largerThan }),
    ...(smallerThan !== undefined && { smallerThan }),
  }
}

export function filterElement({ form, filter }: Pick<LifecycleRule, 'form' | 'filter'>): string {
  const prefix = element('Prefix', filter.prefix)
  if (form === 'prefix') return prefix
  const criteria =
    prefix +
    (filter.tags ?? []).map(tagElement).join('') +
    element('ObjectSizeGreaterThan', filter.largerThan) +
    element('ObjectSizeLessThan', filter.smallerThan)
  return form === 'and' ? `<Filter><And>${criteria}</And></Filter>` : `<Filter>${criteria}</Filter>`
}

export function concerns(
  { prefix = '', tags = [], largerThan, smallerThan }: LifecycleFilter,
  head: VersionHead,
): boolean {
  return (
    head.key.startsWith(prefix) &&
    (largerThan === undefined || head.size > largerThan) &&
    (smallerThan === undefined || head.size < smallerThan) &&
    tags.every(({ key, value }) => (head.tags ?? []).some((tag) => tag.key === key && tag.value === value))
  )
}

/** Of what has neither size nor tags: a delete marker, an upload. */
export function concernsKey(filter: LifecycleFilter, key: string): boolean {
  const onlyPrefix = !filter.tags && filter.largerThan === undefined && filter.smallerThan === undefined
  return onlyPrefix && key.startsWith(filter.prefix ?? '')
}
