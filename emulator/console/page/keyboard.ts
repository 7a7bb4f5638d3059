// Shortcuts: what each key does, and where.
import { signal } from '@preact/signals'
import { get } from './api.ts'
import { advance, mode, setClock } from './clock.ts'
import { copyCurl, replay } from './entry-view.tsx'
import { walk } from './journal-view.tsx'
import { go, href, place, sections } from './place.ts'
import { nextTheme } from './theme.ts'
import { attempt } from './told.tsx'
import type { JournalEntry } from './wire.ts'

export const isHelpShown = signal(false)

interface Shortcut {
  keys: readonly string[]
  /** What it does. */
  words: string
  run: () => void
}

const isEntryShown = () => place.value.section === 'journal' && place.value.item !== undefined

export const shortcuts: readonly Shortcut[] = [
  ...sections.map(({ name, title }, index) => ({ keys: [String(index + 1)], words: title, run: () => go(href(name)) })),
  { keys: ['j', 'ArrowDown'], words: 'The next in the list', run: () => step(1) },
  { keys: ['k', 'ArrowUp'], words: 'The one before', run: () => step(-1) },
  { keys: ['/'], words: 'Filter', run: () => document.querySelector<HTMLElement>('[data-search]')?.focus() },
  { keys: ['Escape'], words: 'Back', run: back },
  { keys: ['r'], words: 'Replay the request', run: () => withEntry((id) => replay(id)) },
  {
    keys: ['c'],
    words: 'Copy the request as curl',
    run: () =>
      withEntry((id) => attempt(async () => copyCurl(await get<JournalEntry>(`/journal/${encodeURIComponent(id)}`)))),
  },
  {
    keys: ['f'],
    words: 'Freeze the clock, or let it run',
    run: () => void setClock({ mode: mode.value === 'real' ? 'frozen' : 'real' }),
  },
  { keys: ['i'], words: 'Run until idle', run: () => void advance({ until: 'idle' }) },
  { keys: ['w'], words: 'Choose a world', run: () => document.querySelector<HTMLElement>('[data-world]')?.focus() },
  { keys: ['t'], words: 'Dark, light, as the system', run: nextTheme },
  { keys: ['?'], words: 'This list', run: () => (isHelpShown.value = !isHelpShown.value) },
]

/** Listens to the keys of the page. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const { target } = event
    const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
    if (isTyping) {
      if (event.key === 'Escape') target.blur()
      return
    }
    // In a dialog, keys are the dialog's; in a film or a text that scrolls, arrows are theirs.
    // Asked of the page: a dialog that Escape has closed says so to the rest of the program a little later.
    if (document.querySelector('dialog[open]') && event.key !== '?') return
    const isArrow = event.key.startsWith('Arrow')
    if (isArrow && target instanceof HTMLElement && target.matches('video, audio, pre, .table-scroll')) return
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key))
    if (!shortcut) return
    event.preventDefault()
    shortcut.run()
  })
}

function withEntry(work: (id: string) => Promise<unknown>): void {
  const { item } = place.value
  if (isEntryShown() && item !== undefined) void work(item)
}

function step(by: 1 | -1): void {
  if (place.value.section === 'journal') return walk(by)
  const stops = [...document.querySelectorAll<HTMLElement>('main [data-nav]')]
  const at = stops.findIndex((stop) => stop === document.activeElement)
  const next = at === -1 ? stops[by === 1 ? 0 : stops.length - 1] : stops[at + by]
  next?.focus()
}

/** From a row to its table, from the table to the tables; an entry closes. */
function back(): void {
  const { section, item, query } = place.value
  if (item === undefined) return
  const prefix = query.get('prefix') ?? undefined
  if (query.has('row')) go(href(section, item))
  else if (query.has('key')) go(href(section, item, { prefix }))
  else if (prefix !== undefined) {
    const above = prefix.split('/').slice(0, -2)
    go(href(section, item, { prefix: above.length > 0 ? `${above.join('/')}/` : undefined }))
  } else go(href(section))
}
