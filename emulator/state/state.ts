// A world's state: one SQLite database, its tables, and what is kept by key.
import type { Database, SqlValue, Statement } from '../platform/platform.ts'
import type { AddressedDatabase } from './databases.ts'
import { StateLines } from './state-lines.ts'
import { createRows, type Entity, Table, type TableDefinition, tableName } from './table.ts'

/** The schema that this program writes. Raise it together with a step in `migrations`. */
export const schemaVersion = 1

/** `migrations[n]` brings a database from version n to n + 1. Version 0 is an empty file. */
const migrations: readonly ((database: Database) => void)[] = [
  (database) =>
    database.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE counts (key TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
    `),
]

/** Thrown when a file was written by a newer program: reading it could lose what that one knows. */
export class NewerSchema extends Error {
  override name = 'NewerSchema'
}

export class State {
  readonly #database: Database
  readonly #tables = new Map<string, Pick<Table<Entity>, 'create' | 'forgetRecent'>>()
  readonly #getMeta: Statement
  readonly #setMeta: Statement
  readonly #next: Statement
  readonly #afterCommit: (() => void)[] = []
  /** Tables that were made within the transaction under way: they go with it when it is undone. */
  readonly #fresh: { readonly definition: { readonly name: string }; create(): void }[] = []
  #depth = 0

  /**
   * @param database an open database; it is migrated to the schema of this program
   * @throws {NewerSchema} when the database was written by a newer program
   */
  constructor(database: Database) {
    this.#database = database
    migrate(database)
    this.#getMeta = database.prepare('SELECT value FROM meta WHERE key = ?')
    this.#setMeta = database.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    this.#next = database.prepare(
      'INSERT INTO counts (key, n) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET n = n + 1 RETURNING n',
    )
  }

  table<T extends Entity>(definition: TableDefinition<T>): Table<T> {
    // A table is kept under the name of its definition, and so has the definition's type.
    const known = this.#tables.get(definition.name) as Table<T> | undefined
    if (known) return known
    const table = new Table(this.#database, definition)
    this.#tables.set(definition.name, table)
    if (this.#depth > 0) this.#fresh.push(table)
    return table
  }

  /** Runs `work` in one transaction: all of it, or, when it throws, none. Nested calls join the outer one. */
  transaction<R>(work: () => R): R {
    if (this.#depth > 0) return work()
    this.#database.exec('BEGIN IMMEDIATE')
    this.#depth += 1
    let result: R
    try {
      result = work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#afterCommit.length = 0
      this.#rollBack()
      throw error
    } finally {
      this.#fresh.length = 0
      this.#depth -= 1
    }
    for (const action of this.#afterCommit.splice(0)) action()
    return result
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch (error) {
      // When the disk is full, SQLite has rolled back by itself, and there is nothing left to end.
      if (!/no transaction is active/.test(String(error))) throw error
    }
    for (const table of this.#tables.values()) table.forgetRecent()
    for (const table of this.#fresh) {
      try {
        table.create()
      } catch {
        // There is no room for it now: whoever asks for the table next makes it.
        this.#tables.delete(table.definition.name)
      }
    }
  }

  /** Runs `action` once what is being written is committed: at once outside a transaction, and never when it is undone. */
  afterCommit(action: () => void): void {
    if (this.#depth === 0) action()
    else this.#afterCommit.push(action)
  }

  /** What is kept under a key, as JSON. */
  read<V>(key: string): V | undefined {
    const row = this.#getMeta.get(key)
    return row && (JSON.parse(String(row.value)) as V)
  }

  write(key: string, value: unknown): void {
    this.#setMeta.run(key, JSON.stringify(value))
  }

  /** Forgets what is kept under a key. */
  forget(key: string): void {
    this.#database.prepare('DELETE FROM meta WHERE key = ?').run(key)
  }

  /** The next number of a sequence: 1, 2, 3, … */
  next(sequence: string): number {
    return Number(this.#next.get(`sequence:${sequence}`)?.n)
  }

  /** Plain SQL, for what no table says; `objects/` sums bytes by it. */
  query(sql: string, ...values: SqlValue[]): Record<string, SqlValue>[] {
    return this.#database.prepare(sql).all(...values)
  }

  /** Forgets everything but the schema. */
  clear(): void {
    this.transaction(() => {
      this.#empty()
      for (const table of this.#tables.values()) table.create()
    })
  }

  /** Writes all of it, as of now, to a database that is empty. */
  copyInto({ address }: AddressedDatabase): void {
    if (!this.#database.copyTo?.(address)) this.#database.prepare('VACUUM INTO ?').run(address)
  }

  /**
   * Takes the place of everything by what another database holds, all of it or none. Its own schema is not looked at: tables are made anew.
   * @param change is part of the same transaction, and sees the new state
   */
  replaceWith({ address }: AddressedDatabase, change: () => void): void {
    this.#database.prepare('ATTACH ? AS other').run(address)
    try {
      this.transaction(() => {
        this.#empty()
        for (const name of this.#entityTables('other')) {
          createRows(this.#database, name)
          this.#database.exec(`INSERT INTO main."${name}" (seq, id, doc) SELECT seq, id, doc FROM other."${name}"`)
        }
        this.#database.exec(
          'INSERT INTO main.meta SELECT key, value FROM other.meta; INSERT INTO main.counts SELECT key, n FROM other.counts',
        )
        const sequences = this.query("SELECT 1 FROM other.sqlite_schema WHERE name = 'sqlite_sequence'")
        if (sequences.length > 0)
          this.#database.exec(
            'DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT name, seq FROM other.sqlite_sequence',
          )
        // Indexes and triggers come last: what was copied is counted already.
        for (const table of this.#tables.values()) table.create()
        change()
      })
    } finally {
      this.#database.exec('DETACH other')
    }
  }

  /** All of it as text, and back. */
  get lines(): StateLines {
    return new StateLines(this.#database)
  }

  /** The names of the tables that hold rows; what another program may have put beside them is none. */
  tableNames(): string[] {
    return this.#entityTables('main')
  }

  #entityTables(schema: 'main' | 'other'): string[] {
    return this.query(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('meta', 'counts') ORDER BY name`,
    )
      .map(({ name }) => String(name))
      .filter((name) => tableName.test(name))
  }

  #empty(): void {
    for (const name of this.#entityTables('main')) this.#database.exec(`DROP TABLE "${name}"`)
    this.#database.exec('DELETE FROM meta; DELETE FROM counts')
  }

  close(): void {
    this.#database.close()
  }
}

function migrate(database: Database): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version > schemaVersion) {
    throw new NewerSchema(
      `The data was written by a newer stuntdouble (schema ${version}; this one knows ${schemaVersion}). Update stuntdouble, or choose another --data directory.`,
    )
  }
  for (let next = version; next < schemaVersion; next += 1) {
    database.exec('BEGIN IMMEDIATE')
    migrations[next]?.(database)
    database.exec(`PRAGMA user_version = ${next + 1}; COMMIT`)
  }
}
