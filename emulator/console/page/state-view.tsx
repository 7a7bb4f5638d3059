// The world's state: its tables, their rows, and the row that somebody looks at.
import { useState } from 'preact/hooks'
import { get, query } from './api.ts'
import { CopyButton } from './copy.tsx'
import { count, plural } from './format.ts'
import { useLoaded } from './loaded.ts'
import { go, href, place } from './place.ts'
import { tell } from './told.tsx'
import type { RowsPage, TableSummary } from './wire.ts'

const groups = ['telestream', 'duracloud', 'stream', 'buckets', 'world']
/** Columns that a table shows; the row has all. */
const mostColumns = 9

export function StateView() {
  const { item } = place.value
  const { data, error } = useLoaded<{ tables: TableSummary[] }>('/state')
  const [showsEmpty, setShowsEmpty] = useState(false)
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  const tables = (data?.tables ?? []).filter(({ name, rows }) => showsEmpty || rows > 0 || name === item)
  return (
    <div class={item === undefined ? 'split aside' : 'split aside open'}>
      <nav class="list-pane" aria-label="Tables">
        {groups.map((group) => {
          const ofGroup = tables.filter((table) => table.group === group)
          if (ofGroup.length === 0) return null
          return (
            <section key={group}>
              <h3>{group}</h3>
              <ul class="links">
                {ofGroup.map(({ name, rows }) => (
                  <li key={name}>
                    <a data-nav href={href('state', name)} aria-current={name === item ? 'page' : undefined}>
                      <span>{name.replace(`${group}_`, '').replaceAll('_', ' ')}</span>
                      <span class="quiet">{count(rows)}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
        <label class="check">
          <input
            type="checkbox"
            checked={showsEmpty}
            onChange={({ currentTarget }) => setShowsEmpty(currentTarget.checked)}
          />{' '}
          empty tables too
        </label>
      </nav>
      <div class="detail-pane">
        {item === undefined ? <p class="empty">Choose a table.</p> : <TableView key={item} name={item} />}
      </div>
    </div>
  )
}

function TableView({ name }: { name: string }) {
  const [text, setText] = useState('')
  const [older, setOlder] = useState<RowsPage[]>([])
  const { data: first, error } = useLoaded<RowsPage>(`/state/${encodeURIComponent(name)}${query({ text })}`)
  const chosen = place.value.query.get('row')
  if (error !== undefined && !first) return <p class="empty">{error}</p>
  const pages = first ? [first, ...older] : []
  // What came at the top since has pushed rows into the second page, where they are already.
  const rows = [...new Map(pages.flatMap((page) => page.rows).map((row) => [row.seq, row])).values()]
  const next = pages.at(-1)?.next
  const columns = columnsOf(rows.map(({ row }) => row))
  const found = rows.find(({ seq }) => String(seq) === chosen)
  return (
    <>
      <header class="detail-head">
        <a class="button small back" href={href('state')}>
          ← Tables
        </a>
        <h2>{name.replaceAll('_', ' ')}</h2>
        <div class="filters">
          <input
            data-search
            type="search"
            placeholder="Rows that hold this text  /"
            aria-label="Rows that hold this text"
            value={text}
            onInput={({ currentTarget }) => {
              setOlder([])
              setText(currentTarget.value)
            }}
          />
          <span class="count">{first ? plural(first.total, 'row') : '…'}</span>
        </div>
      </header>
      {found && (
        <section class="row-detail" aria-label="Row">
          <div class="buttons">
            <CopyButton text={JSON.stringify(found.row, null, 2)} what="the row as JSON" />
            <button type="button" class="small" onClick={() => go(href('state', name))}>
              Close
            </button>
          </div>
          <pre tabIndex={0}>{JSON.stringify(found.row, null, 2)}</pre>
        </section>
      )}
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Rows">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ seq, row }) => (
              <tr
                key={seq}
                class={String(seq) === chosen ? 'chosen' : ''}
                onClick={() => go(href('state', name, { row: String(seq) }))}
              >
                {columns.map((column, index) => (
                  <td key={column}>
                    {index === 0 ? (
                      <a data-nav href={href('state', name, { row: String(seq) })}>
                        {cell(row[column])}
                      </a>
                    ) : (
                      cell(row[column])
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next !== undefined && (
        <button
          type="button"
          class="small more"
          onClick={async () => {
            try {
              const page = await get<RowsPage>(
                `/state/${encodeURIComponent(name)}${query({ text, after: next, limit: 100 })}`,
              )
              setOlder([...older, page])
            } catch (error) {
              tell(error instanceof Error ? error.message : String(error), { isError: true })
            }
          }}
        >
          Older rows
        </button>
      )}
    </>
  )
}

/** What people look for first. */
const telling = new Set(['name', 'status', 'state', 'title', 'key', 'kind', 'type'])

/** Those that say something in most rows: plain values before what is nested. */
function columnsOf(rows: readonly Record<string, unknown>[]): string[] {
  const weights = new Map<string, number>()
  for (const row of rows)
    for (const [name, value] of Object.entries(row)) {
      const isNothing = value === null || value === undefined || value === ''
      const weight = isNothing ? 0 : typeof value === 'object' ? 0.01 : telling.has(name) ? 3 : 1
      weights.set(name, (weights.get(name) ?? 0) + weight)
    }
  weights.set('id', Infinity)
  return [...weights]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostColumns)
    .map(([name]) => name)
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '·'
  const isInstant = typeof value === 'number' && value > 1e12 && value < 1e13
  const text = isInstant
    ? new Date(value).toISOString().slice(0, 19).replace('T', ' ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
