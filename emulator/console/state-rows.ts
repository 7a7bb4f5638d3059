// A world's state for somebody who looks: its tables, and their rows page by page, secrets redacted.
import { redact, redactQuery } from '../journal.ts'
import { services } from '../service.ts'
import type { World } from '../world.ts'

export interface TableSummary {
  name: string
  /** Whose it is: a service's name, `buckets` for objects, `world` for what all share. */
  group: string
  rows: number
}

export interface RowsPage {
  /** Newest first. */
  rows: { seq: number; row: unknown }[]
  /** There when there are older ones. */
  next?: number
  total: number
}

export interface RowsOptions {
  after?: number | undefined
  limit?: number | undefined
  /** Only rows that hold this text somewhere, in this case. */
  text?: string | undefined
}

const ofBuckets = /^(s3_|objects?$|object_|buckets$|uploads$|pieces$)/

export function listTables({ state }: World): TableSummary[] {
  return state.tableNames().map((name) => ({
    name,
    group: groupOf(name),
    rows: Number(state.query(`SELECT count(*) AS n FROM "${name}"`)[0]?.n ?? 0),
  }))
}

/** Undefined when there is no such table. */
export function listRows(
  { state }: World,
  table: string,
  { after, limit = 50, text }: RowsOptions,
): RowsPage | undefined {
  if (!state.tableNames().includes(table)) return undefined
  const holds = text === undefined || text === '' ? [] : [text]
  const filter = holds.length > 0 ? 'instr(doc, ?) > 0' : '1'
  const found = state.query(
    `SELECT seq, doc FROM "${table}" WHERE seq < ? AND ${filter} ORDER BY seq DESC LIMIT ?`,
    after ?? Number.MAX_SAFE_INTEGER,
    ...holds,
    limit + 1,
  )
  const total = Number(state.query(`SELECT count(*) AS n FROM "${table}" WHERE ${filter}`, ...holds)[0]?.n ?? 0)
  const rows = found.slice(0, limit).map(({ seq, doc }) => ({
    seq: Number(seq),
    row: shown(JSON.parse(String(doc))),
  }))
  const last = rows.at(-1)
  return { rows, total, ...(found.length > limit && last && { next: last.seq }) }
}

function groupOf(table: string): string {
  const service = services.find(({ name }) => table.startsWith(`${name}_`))
  return service?.name ?? (ofBuckets.test(table) ? 'buckets' : 'world')
}

const secretName =
  /secret|password|passwd|private_?key|api_?key|access_?token|^token$|authorization|credential|signature|cookie|s[qn]s_key/i
/** Characters of a text that are shown. */
const longestText = 4000

/** The same without secrets, and with long texts cut. */
export function shown(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    if (secretName.test(name)) return redact(value)
    const text = redactQuery(value)
    return text.length > longestText ? `${text.slice(0, longestText)}… [${text.length} characters]` : text
  }
  if (Array.isArray(value)) return value.map((member) => shown(member, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shown(member, key)]))
}
