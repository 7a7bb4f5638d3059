// A small typed table over SQLite: documents by id, found through the indexes that their resource declares, and never by a scan.
import type { Database, SqlValue, Statement } from '../platform/platform.ts'
import { Landmarks } from './landmarks.ts'

export interface Entity {
  id: string
}

export interface TableDefinition<T extends Entity> {
  name: string
  /** Each a list of fields; rows that agree in them come in the order of creation. */
  indexes: readonly (readonly (keyof T & string)[])[]
  /** Fields that no two rows may share the values of. */
  unique: readonly (readonly (keyof T & string)[])[]
  /** Fields by which `count` answers at once, however many rows there are. Costs a little on every write. */
  counted: readonly (readonly (keyof T & string)[])[]
}

/** Declares a table. The document is the only truth: indexes are expressions over it, so that one more needs no migration. */
export function defineTable<T extends Entity>(
  name: string,
  options: Partial<Pick<TableDefinition<T>, 'indexes' | 'unique' | 'counted'>> = {},
): TableDefinition<T> {
  return { name, indexes: options.indexes ?? [], unique: options.unique ?? [], counted: options.counted ?? [] }
}

export type Where<T> = { [K in keyof T & string]?: T[K] | undefined }

export interface ListOptions<T> {
  /** Fields with `undefined` are left out, so that optional filters need no branches. */
  where?: Where<T>
  /** The field to sort by; by default the order of creation. */
  orderBy?: keyof T & string
  /** Default `asc`: oldest first. */
  direction?: 'asc' | 'desc'
  /** Only rows whose `orderBy` field is greater than this. */
  after?: string | number
  /** Only rows whose `orderBy` field is this or greater. */
  from?: string | number
  /** Only rows whose `orderBy` field is less than this. */
  before?: string | number
  /** Only rows whose `orderBy` field is this or less. */
  to?: string | number
  limit?: number
  offset?: number
}

/** Thrown when a write would give two rows the same values in `unique` fields. */
export class UniqueViolation extends Error {
  override name = 'UniqueViolation'
}

/** One table of one world. Every method is synchronous; group writes with `State.transaction`. */
export class Table<T extends Entity> {
  readonly definition: TableDefinition<T>
  readonly #database: Database
  readonly #statements = new Map<string, Statement>()
  /** Rows that were read lately by their id; what clients poll costs no parsing. */
  readonly #recent = new Map<string, T>()
  /** Whether there is no row at all, where that is known: most worlds have none of most things, and what is empty need not be searched. */
  #empty: boolean | undefined
  /** Where far pages were found, by what was listed; until the next write. */
  readonly #landmarks = new Map<string, Landmarks>()

  constructor(database: Database, definition: TableDefinition<T>) {
    this.#database = database
    this.definition = definition
    this.create()
  }

  /** Makes the table where it is missing; an index that a newer program declares is added to an old table. */
  create(): void {
    this.#statements.clear()
    this.forgetRecent()
    createTable(this.#database, this.definition)
  }

  /** The row is shared by all who read it, and so it is frozen: change a copy. */
  get(id: string): T | undefined {
    const recent = this.#recent.get(id)
    if (recent) return recent
    const row = this.#statement('SELECT doc FROM $ WHERE id = ?').get(id)
    if (!row) return undefined
    const parsed = freeze(parse<T>(row.doc))
    if (this.#recent.size >= mostRecent) this.#recent.clear()
    this.#recent.set(id, parsed)
    return parsed
  }

  /** To be called when a transaction was undone: rows read within it never were. */
  forgetRecent(): void {
    this.#recent.clear()
    this.#landmarks.clear()
    this.#empty = undefined
  }

  #landmarksOf(direction: string, where: Where<T> | undefined): Landmarks {
    const key = JSON.stringify([direction, where])
    const landmarks = this.#landmarks.get(key) ?? new Landmarks()
    if (this.#landmarks.size >= 64) this.#landmarks.clear()
    this.#landmarks.set(key, landmarks)
    return landmarks
  }

  /** @throws {UniqueViolation} when the id or a unique field is taken */
  insert(row: T): T {
    this.#write('INSERT INTO $ (id, doc) VALUES (?, ?)', row.id, JSON.stringify(row))
    return row
  }

  /** Inserts, or replaces the row of that id, which keeps its place in the order of creation. */
  put(row: T): T {
    this.#write(
      'INSERT INTO $ (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc',
      row.id,
      JSON.stringify(row),
    )
    return row
  }

  /** Changes some fields; a patch of `undefined` removes the field. Answers the new row, or undefined when there is none of that id. */
  update(id: string, patch: { [K in keyof T]?: T[K] | undefined }): T | undefined {
    const row = this.get(id)
    return row && this.put({ ...row, ...patch })
  }

  delete(id: string): boolean {
    this.#recent.delete(id)
    this.#landmarks.clear()
    this.#empty = undefined
    return this.#statement('DELETE FROM $ WHERE id = ? RETURNING 1 AS deleted').get(id) !== undefined
  }

  find(where: Where<T>): T | undefined {
    return this.list({ where, limit: 1 })[0]
  }

  list(options: ListOptions<T> = {}): T[] {
    const { terms, values } = conditions(options.where)
    const filters = terms.length
    const order = options.orderBy === undefined ? 'seq' : field(options.orderBy)
    for (const [operator, bound] of [
      ['>', options.after],
      ['>=', options.from],
      ['<', options.before],
      ['<=', options.to],
    ] as const) {
      if (bound === undefined) continue
      terms.push(`${order} ${operator} ?`)
      values.push(bound)
    }
    const direction = options.direction === 'desc' ? 'DESC' : 'ASC'
    let offset = options.offset ?? 0
    // To a far page it is not counted from the first row, but from a page that was read before.
    const isFar = options.orderBy === undefined && terms.length === filters && offset >= farOffset
    const landmarks = isFar ? this.#landmarksOf(direction, options.where) : undefined
    const start = landmarks?.before(offset)
    if (start) {
      terms.push(direction === 'DESC' ? 'seq <= ?' : 'seq >= ?')
      values.push(start.seq)
      offset -= start.position
    }
    const by = options.orderBy === undefined ? `seq ${direction}` : `${order} ${direction}, seq ${direction}`
    const filter = terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : ''
    values.push(options.limit ?? -1, offset)
    const statement = this.#statement(`SELECT seq, doc FROM $${filter} ORDER BY ${by} LIMIT ? OFFSET ?`)
    if (this.#empty === true) return []
    const rows = statement.all(...values)
    const last = rows.at(-1)
    if (!last) this.#empty ??= this.#statement('SELECT 1 FROM $ LIMIT 1').get() === undefined
    if (landmarks && last) landmarks.add((options.offset ?? 0) + rows.length - 1, Number(last.seq))
    if (landmarks && rows[0]) landmarks.add(options.offset ?? 0, Number(rows[0].seq))
    return rows.map((row) => parse<T>(row.doc))
  }

  count(where: Where<T> = {}): number {
    const used = Object.keys(where).filter((key) => where[key as keyof T & string] !== undefined)
    const counted = this.definition.counted.find(
      (keys) => keys.length === used.length && keys.every((key) => used.includes(key)),
    )
    if (counted) {
      const key = JSON.stringify([this.definition.name, ...counted.flatMap((name) => [name, sqlValue(where[name])])])
      return Number(this.#statement('SELECT n FROM counts WHERE key = ?').get(key)?.n ?? 0)
    }
    const { terms, values } = conditions(where)
    const filter = terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : ''
    return Number(this.#statement(`SELECT count(*) AS n FROM $${filter}`).get(...values)?.n ?? 0)
  }

  #write(sql: string, id: string, doc: string): void {
    this.#recent.delete(id)
    this.#landmarks.clear()
    this.#empty = false
    try {
      this.#statement(sql).run(id, doc)
    } catch (error) {
      if (error instanceof Error && error.message.includes('UNIQUE constraint failed')) {
        throw new UniqueViolation(`${this.definition.name}: ${error.message}`, { cause: error })
      }
      throw error
    }
  }

  #statement(template: string): Statement {
    let statement = this.#statements.get(template)
    if (!statement) {
      const sql = template.replace('$', `"${this.definition.name}"`)
      refuseScan(this.#database, sql)
      statement = this.#database.prepare(sql)
      this.#statements.set(template, statement)
    }
    return statement
  }
}

/** What names of tables look like. */
export const tableName = /^[a-z][a-z0-9_]{0,62}$/

/** Makes the place for the rows of a table, without what finds and counts them. */
export function createRows(database: Database, name: string): void {
  database.exec(
    `CREATE TABLE IF NOT EXISTS "${name}" (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL)`,
  )
}

function createTable<T extends Entity>(
  database: Database,
  { name, indexes, unique, counted }: TableDefinition<T>,
): void {
  createRows(database, name)
  const sql: string[] = []
  const index = (kind: string, keys: readonly string[]) =>
    `CREATE ${kind} IF NOT EXISTS "${name}_${keys.join('_')}" ON "${name}" (${keys.map(field).join(', ')})`
  for (const keys of indexes) sql.push(index('INDEX', keys))
  for (const keys of unique) sql.push(index('UNIQUE INDEX', keys))
  for (const keys of counted) {
    const key = (row: string) =>
      `json_array('${name}'${keys.map((key) => `, '${key}', ${row}.doc ->> '${key}'`).join('')})`
    const add = (row: string, step: number) =>
      `INSERT INTO counts (key, n) VALUES (${key(row)}, ${step}) ON CONFLICT (key) DO UPDATE SET n = n + ${step}`
    const trigger = `"${name}_${['count', ...keys].join('_')}`
    sql.push(`CREATE TRIGGER IF NOT EXISTS ${trigger}_insert" AFTER INSERT ON "${name}" BEGIN ${add('NEW', 1)}; END`)
    sql.push(`CREATE TRIGGER IF NOT EXISTS ${trigger}_delete" AFTER DELETE ON "${name}" BEGIN ${add('OLD', -1)}; END`)
    sql.push(
      `CREATE TRIGGER IF NOT EXISTS ${trigger}_update" AFTER UPDATE ON "${name}" WHEN ${key('OLD')} IS NOT ${key('NEW')} ` +
        `BEGIN ${add('OLD', -1)}; ${add('NEW', 1)}; END`,
    )
  }
  if (sql.length > 0) database.exec(sql.join(';\n'))
}

function field(key: string): string {
  return `(doc ->> '${key}')`
}

function conditions<T>(where: Where<T> = {}): { terms: string[]; values: SqlValue[] } {
  const terms: string[] = []
  const values: SqlValue[] = []
  for (const [key, value] of Object.entries(where)) {
    if (value === undefined) continue
    terms.push(`${field(key)} IS ?`)
    values.push(sqlValue(value))
  }
  return { terms, values }
}

/** As `->>` answers it: JSON's booleans are 1 and 0. */
function sqlValue(value: unknown): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  throw new TypeError(`A ${typeof value} cannot be looked up by an index`)
}

/** Asked once a statement: a query whose cost grows with the table is a mistake of ours, found by the first test that runs it. */
function refuseScan(database: Database, sql: string): void {
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
  for (const { detail } of plan) {
    const text = String(detail)
    if (text.includes('TEMP B-TREE')) throw new Error(`No index serves the order of: ${sql} (${text})`)
    if (text.startsWith('SCAN') && sql.includes(' WHERE ')) throw new Error(`No index serves: ${sql} (${text})`)
  }
}

const mostRecent = 256
/** From here on skipping rows costs more than remembering where they were. */
const farOffset = 1000

function freeze<V>(value: V): V {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member)
    Object.freeze(value)
  }
  return value
}

function parse<T>(doc: SqlValue | undefined): T {
  return JSON.parse(String(doc)) as T
}
