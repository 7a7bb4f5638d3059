// All that a state holds as lines of JSON, and back: a form that both drivers read, that needs no trust, and that people can read too.
import type { Database, SqlRow } from '../platform/platform.ts'
import { createRows, tableName } from './table.ts'

/** `meta`, `counts` and `sequences` are a state's own; any other is a table's. */
export type StatePart = { kind: 'meta' | 'counts' | 'sequences' } | { kind: 'rows'; table: string }

/** A line that is none of these. */
export class NoStateLine extends Error {
  override name = 'NoStateLine'
}

const pageRows = 1000

export class StateLines {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** With a line feed at the end of each; in the same order whenever the state is the same. */
  *read(part: StatePart): Generator<string> {
    switch (part.kind) {
      case 'meta':
        for (const { key, value } of this.#pages('meta', 'key', 'value')) yield line({ key, value })
        return
      case 'counts':
        for (const { key, n } of this.#pages('counts', 'key', 'n')) yield line({ key, n })
        return
      case 'sequences':
        for (const { name, seq } of this.#sequences()) yield line({ name, seq })
        return
      case 'rows':
        for (const { seq, doc } of this.#pages(part.table, 'seq', 'doc'))
          yield `{"seq":${String(seq)},"doc":${String(doc)}}\n`
    }
  }

  /**
   * Answers how to put the lines of a part into a state that holds nothing of it; belongs in a transaction. `sequences` comes last.
   * @throws {NoStateLine}
   */
  writer(part: StatePart): (line: string) => void {
    switch (part.kind) {
      case 'meta':
        return this.#inserter('INSERT INTO meta (key, value) VALUES (?, ?)', ({ key, value }) =>
          typeof key === 'string' && typeof value === 'string' && isJson(value) ? [key, value] : undefined,
        )
      case 'counts':
        return this.#inserter('INSERT INTO counts (key, n) VALUES (?, ?)', ({ key, n }) =>
          typeof key === 'string' && Number.isSafeInteger(n) ? [key, Number(n)] : undefined,
        )
      case 'sequences': {
        return this.#inserter('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?', ({ name, seq }) =>
          typeof name === 'string' && Number.isSafeInteger(seq) ? [Number(seq), name] : undefined,
        )
      }
      case 'rows': {
        const { table } = part
        if (!tableName.test(table)) throw new NoStateLine(`"${table}" is no name of a table`)
        createRows(this.#database, table)
        // So that there is a sequence to set when there are no rows.
        this.#database.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('${table}', 0)`)
        return this.#inserter(`INSERT INTO "${table}" (seq, id, doc) VALUES (?, ?, ?)`, ({ seq, doc }) =>
          Number.isSafeInteger(seq) && isEntity(doc) ? [Number(seq), doc.id, JSON.stringify(doc)] : undefined,
        )
      }
    }
  }

  #inserter(
    sql: string,
    valuesOf: (record: Record<string, unknown>) => (string | number)[] | undefined,
  ): (line: string) => void {
    const statement = this.#database.prepare(sql)
    return (text) => {
      const values = valuesOf(recordOf(text))
      if (!values) throw new NoStateLine(`${text.slice(0, 80)} is no line of this kind`)
      try {
        statement.run(...values)
      } catch (error) {
        throw new NoStateLine(`${text.slice(0, 80)}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      }
    }
  }

  *#pages(table: string, key: string, value: string): Generator<SqlRow> {
    const first = this.#database.prepare(
      `SELECT "${key}", "${value}" FROM "${table}" ORDER BY "${key}" LIMIT ${pageRows}`,
    )
    const next = this.#database.prepare(
      `SELECT "${key}", "${value}" FROM "${table}" WHERE "${key}" > ? ORDER BY "${key}" LIMIT ${pageRows}`,
    )
    let rows = first.all()
    for (;;) {
      yield* rows
      const last = rows.at(-1)?.[key]
      if (rows.length < pageRows || last === undefined) return
      rows = next.all(last)
    }
  }

  #sequences(): SqlRow[] {
    const { all } = this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
    if (all().length === 0) return []
    return this.#database.prepare('SELECT name, seq FROM sqlite_sequence ORDER BY name').all()
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

function recordOf(text: string): Record<string, unknown> {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NoStateLine(`${text.slice(0, 80)} is no JSON object`)
  return { ...value }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NoStateLine(`${text.slice(0, 80)} is no JSON`, { cause: error })
  }
}

function isJson(text: string): boolean {
  return parse(text) !== undefined
}

function isEntity(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
