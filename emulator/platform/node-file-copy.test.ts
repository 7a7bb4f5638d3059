import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Draft } from '../state/databases.ts'
import { State } from '../state/state.ts'
import { DataDirectory } from './node-data-directory.ts'
import type { Database } from './platform.ts'

let directory: string
let data: DataDirectory
let source: Database
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stuntdouble-'))
  data = await DataDirectory.open(directory)
  source = await data.open('source')
  source.exec('CREATE TABLE t (x UNIQUE, y); CREATE INDEX i ON t (y)')
})
afterEach(async () => {
  source.close()
  await data.close()
  rmSync(directory, { recursive: true, force: true })
})

const fill = (from: number, to: number): void => {
  source.exec('BEGIN')
  for (let x = from; x < to; x += 1) source.exec(`INSERT INTO t VALUES (${x}, '${'y'.repeat(200)}')`)
  source.exec('COMMIT')
}
const count = (database: Database) => database.prepare('SELECT count(*) AS n FROM t').get()?.n
const sound = (database: Database) => database.prepare('PRAGMA integrity_check').get()
const copied = async (): Promise<Draft> => {
  const draft = await data.draft()
  expect(source.copyTo?.(draft.address)).toBe(true)
  return draft
}

/** What somebody else's process sees of the file: the number of rows, or why it sees none. */
function seenFromOutside(): string {
  const program = `
    const { DatabaseSync } = await import('node:sqlite')
    try {
      console.log(new DatabaseSync(process.argv[1]).prepare('SELECT count(*) AS n FROM t').get().n)
    } catch ({ message }) { console.log(message) }`
  const args = ['--input-type=module', '-e', program, join(directory, 'worlds', 'source.sqlite')]
  return execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

test('a copy holds what was committed, also what only the log had, and is sound', async () => {
  fill(0, 5000)
  const draft = await copied()
  expect([count(draft.database), sound(draft.database)]).toEqual([5000, { integrity_check: 'ok' }])
  // Neither is part of the other.
  fill(5000, 6000)
  draft.database.exec('DELETE FROM t WHERE x < 4999')
  expect([count(source), count(draft.database)]).toEqual([6000, 1])
  draft.discard()
})

test('copies are taken one after the other while rows are written, changed and deleted', async () => {
  for (let n = 0; n < 8; n += 1) {
    fill(n * 1000, (n + 1) * 1000)
    source.exec(`UPDATE t SET y = ${n} WHERE x % 3 = 0; DELETE FROM t WHERE x % 7 = ${n % 7}`)
    const draft = await copied()
    expect([count(draft.database), sound(draft.database)]).toEqual([count(source), { integrity_check: 'ok' }])
    draft.discard()
  }
})

test('a copy that is kept is a world as any other, and one of it a snapshot that needs no log', async () => {
  fill(0, 500)
  const draft = await copied()
  draft.keepAsWorld('fork')
  const fork = await data.open('fork')
  expect([count(fork), fork.prepare('PRAGMA journal_mode').get()]).toEqual([500, { journal_mode: 'wal' }])
  const second = await data.draft()
  expect(fork.copyTo?.(second.address)).toBe(true)
  second.keepAsSnapshot('fork@1')
  fork.close()
  const snapshot = await data.openSnapshot('fork@1')
  expect(snapshot.database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' })
  const third = await data.draft()
  expect(snapshot.database.copyTo?.(third.address)).toBe(true)
  expect(count(third.database)).toBe(500)
  third.discard()
  snapshot.database.close()
})

test('no other process gets at a world that was copied, before it is closed', async () => {
  fill(0, 100)
  expect(seenFromOutside()).toBe('database is locked')
  const drafts = [await copied(), await copied()]
  for (const draft of drafts) draft.discard()
  expect(seenFromOutside()).toBe('database is locked')
  source.close()
  expect(seenFromOutside()).toBe('100')
  source = await data.open('source')
  expect([count(source), sound(source)]).toEqual([100, { integrity_check: 'ok' }])
})

test('a file that is mostly free is not copied as it is', async () => {
  fill(0, 5000)
  source.exec('DELETE FROM t WHERE x >= 10')
  const draft = await data.draft()
  expect(source.copyTo?.(draft.address)).toBe(false)
  expect(statSync(draft.address).size).toBe(0)
  draft.discard()
})

test('what is not committed yet is not copied, and a state that is copied then says so', async () => {
  fill(0, 10)
  const draft = await data.draft()
  source.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (10, 1)')
  expect(() => source.copyTo?.(draft.address)).toThrow('locked')
  source.exec('ROLLBACK')
  expect(statSync(draft.address).size).toBe(0)
  draft.discard()
})

test('a state is copied both ways alike', async () => {
  const state = new State(source)
  state.write('key', { n: 1 })
  expect([state.next('numbers'), state.next('numbers')]).toEqual([1, 2])
  const [bytes, rows] = [await data.draft(), await data.draft()]
  state.copyInto(bytes)
  new State({ ...source, copyTo: () => false }).copyInto(rows)
  for (const draft of [bytes, rows]) {
    const copy = new State(draft.database)
    expect([
      copy.read('key'),
      copy.next('numbers'),
      copy.query('SELECT name FROM sqlite_schema ORDER BY name'),
    ]).toEqual([{ n: 1 }, 3, state.query('SELECT name FROM sqlite_schema ORDER BY name')])
    draft.discard()
  }
})
