// The journal: a chart, filters, the live list, and the entry that somebody looks at.
import { useEffect, useState } from 'preact/hooks'
import { ActivityChart } from './activity-chart.tsx'
import { call } from './api.ts'
import { EntryView } from './entry-view.tsx'
import { clockTime, count, duration, urlParts } from './format.ts'
import { filter, lines, live, loaded, loadOlder, total } from './journal.ts'
import { go, href, place } from './place.ts'
import { Status, statusClass } from './status.tsx'
import { attempt } from './told.tsx'
import { VirtualList } from './virtual-list.tsx'
import type { Line, LineFilter } from './wire.ts'

const services = ['telestream', 'duracloud', 'stream', 's3', 'none']
/** px */
const rowHeights = { wide: 30, narrow: 52 }

export function JournalView() {
  const { item } = place.value
  const isNarrow = useMedia('(max-width: 720px)')
  return (
    <div class={item === undefined ? 'split' : 'split open'}>
      <div class="list-pane">
        <ActivityChart />
        <Filters />
        {lines.value.length === 0 ? (
          <Nothing />
        ) : (
          <VirtualList
            items={lines.value}
            rowHeight={isNarrow ? rowHeights.narrow : rowHeights.wide}
            label="Journal"
            selected={item}
            row={(line) => <Row line={line} />}
            rowClass={({ status }) => statusClass(status)}
            onChoose={({ id }) => go(href('journal', id), { replace: item !== undefined })}
            onNearEnd={() => void loadOlder()}
          />
        )}
      </div>
      {item !== undefined && (
        <div class="detail-pane">
          <EntryView id={item} onClose={closeEntry} />
        </div>
      )}
    </div>
  )
}

export function closeEntry(): void {
  go(href('journal'))
}

/** The entry below (1) or above (-1) the one that is looked at. */
export function walk(step: 1 | -1): void {
  const { item } = place.value
  const all = lines.value
  const index = all.findIndex(({ id }) => id === item)
  const next = index === -1 ? all[0] : all[index + step]
  if (next) go(href('journal', next.id), { replace: item !== undefined })
  if (index > all.length - 50) void loadOlder()
}

function Row({ line }: { line: Line }) {
  const { at, direction, durationMs, error, fault, method, mistakes, operation, receivedAt, service, status, url } =
    line
  const { path, query } = urlParts(url, direction === 'out')
  return (
    <>
      <time dateTime={at} title={`${clockTime(at)} in the world, ${clockTime(receivedAt)} UTC`}>
        {at.slice(11, 19)}
      </time>
      <Status status={status} />
      <span class={`service ${service}`}>{service}</span>
      <span class="method">{direction === 'out' ? `→ ${method}` : method}</span>
      <span class="url" title={url}>
        {path}
        <span class="quiet">{query}</span>
      </span>
      <span class="mark">
        {mistakes && <span class="tag refused">{mistakes[0] ?? 'refused'}</span>}
        {fault !== undefined && <span class="tag fault">{fault}</span>}
        {error !== undefined && !mistakes && fault === undefined && <span class="tag problem">{error}</span>}
        {!mistakes && fault === undefined && error === undefined && operation}
      </span>
      <span class="took">{duration(durationMs)}</span>
    </>
  )
}

function Filters() {
  const { text = '', service = '', status = '', direction = '', only = '' } = filter.value
  const [typed, setTyped] = useState(text)
  useEffect(() => {
    if (typed === (filter.peek().text ?? '')) return undefined
    // ms: while somebody types
    const timer = setTimeout(() => change({ text: typed }), 150)
    return () => clearTimeout(timer)
  }, [typed])
  const isFiltered = Object.values(filter.value).some((value) => value !== undefined && value !== '')
  return (
    <div class="filters" role="search">
      <input
        data-search
        type="search"
        placeholder="Filter by path, method, operation  /"
        aria-label="Filter"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Choice
        label="Service"
        value={service}
        options={services.map((name) => [name, name])}
        onChange={(value) => change({ service: value })}
      />
      <Choice
        label="Status"
        value={status}
        options={['2xx', '3xx', '4xx', '5xx'].map((name) => [name, name])}
        onChange={(value) => change({ status: value })}
      />
      <Choice
        label="Which"
        value={only}
        options={[
          ['failed', 'failed'],
          ['refused', 'refused credentials'],
          ['fault', 'faults'],
        ]}
        onChange={(value) => change({ only: value as LineFilter['only'] })}
      />
      <Choice
        label="Sent"
        value={direction}
        options={[
          ['in', 'to the double'],
          ['out', 'by the double'],
        ]}
        onChange={(value) => change({ direction: value as LineFilter['direction'] })}
      />
      {isFiltered && (
        <button
          type="button"
          class="small"
          onClick={() => {
            setTyped('')
            filter.value = {}
          }}
        >
          No filter
        </button>
      )}
      <span class="count" aria-live="polite">
        {count(total.value)} {isFiltered ? 'match' : total.value === 1 ? 'entry' : 'entries'}
      </span>
      <button
        type="button"
        class="small"
        disabled={total.value === 0}
        onClick={() => void attempt(() => call('DELETE', '/journal'), 'The journal is empty')}
      >
        Clear
      </button>
    </div>
  )
}

function change(patch: { [Name in keyof LineFilter]: LineFilter[Name] | '' }): void {
  const changed = Object.entries({ ...filter.value, ...patch }).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  filter.value = Object.fromEntries(changed)
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      class={value === '' ? '' : 'chosen'}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      <option value="">{label}</option>
      {options.map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  )
}

function Nothing() {
  if (!loaded.value) return <p class="empty">{live.value === 'lost' ? 'The double does not answer.' : '…'}</p>
  if (Object.keys(filter.value).length > 0) return <p class="empty">No entry matches.</p>
  return (
    <div class="empty">
      <p>Nothing has happened yet. Requests appear here as they come.</p>
      <p>
        <a href={href('credentials')}>Credentials</a> has what your SDK needs to know.
      </p>
    </div>
  )
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const listen = () => setMatches(list.matches)
    list.addEventListener('change', listen)
    return () => list.removeEventListener('change', listen)
  }, [query])
  return matches
}
