// Where in the console somebody is: the part of the address behind `#`, which no server sees.
import { computed, signal } from '@preact/signals'

export const sections = [
  { name: 'journal', title: 'Journal' },
  { name: 'state', title: 'State' },
  { name: 'objects', title: 'Objects' },
  { name: 'time', title: 'Time' },
  { name: 'faults', title: 'Faults' },
  { name: 'worlds', title: 'Worlds' },
  { name: 'credentials', title: 'Credentials' },
] as const

export type Section = (typeof sections)[number]['name']

export interface Place {
  section: Section
  /** What is behind the section: an entry, a table, a bucket. */
  item: string | undefined
  query: URLSearchParams
}

const hash = signal(location.hash)
addEventListener('hashchange', () => (hash.value = location.hash))

export const place = computed((): Place => {
  const [path = '', search] = hash.value.replace(/^#\/?/, '').split('?')
  const [first, ...rest] = path.split('/')
  const section = sections.find(({ name }) => name === first)?.name ?? 'journal'
  const item = rest.join('/')
  return { section, item: item === '' ? undefined : decoded(item), query: new URLSearchParams(search) }
})

export function href(
  section: Section,
  item?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value)
  const search = parameters.toString()
  return `#/${section}${item === undefined ? '' : `/${encodeURIComponent(item)}`}${search === '' ? '' : `?${search}`}`
}

/** Goes there; `replace` leaves no trace in the history, for those who only walk down a list. */
export function go(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  hash.value = location.hash
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Somebody typed it: then it is what it is.
    return text
  }
}
