import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirectory } from './node-data-directory.ts'

let root: string
let directory: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stuntdouble-'))
  directory = join(root, 'data')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('makes the directory, for its owner alone', async () => {
  const data = await DataDirectory.open(directory)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  expect(statSync(join(directory, 'worlds')).mode & 0o777).toBe(0o700)
  expect(data.blobs).toBe(join(directory, 'blobs'))
  expect(data.names()).toEqual([])
  await data.close()
})

test.runIf(existsSync('/proc/self'))('is refused at once where no directory can be made', async () => {
  await expect(DataDirectory.open('/proc/stuntdouble')).rejects.toThrow(
    /^The data directory \/proc\/stuntdouble cannot be made: \/proc takes no directory$/,
  )
})

test('a world is there again after the directory was closed', async () => {
  const data = await DataDirectory.open(directory)
  const database = await data.open('main')
  database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (42)')
  database.close()
  await data.close()

  const again = await DataDirectory.open(directory)
  expect(again.names()).toEqual(['main'])
  const reopened = await again.open('main')
  expect(reopened.prepare('SELECT x FROM t').get()).toEqual({ x: 42 })
  reopened.close()
  await again.close()
})

test('what is committed survives a process that is killed', async () => {
  const program = `
    const { DataDirectory } = await import(${JSON.stringify(new URL('node-data-directory.ts', import.meta.url).href)})
    const database = await (await DataDirectory.open(${JSON.stringify(directory)})).open('main')
    database.exec('CREATE TABLE t (x)')
    for (let x = 0; x < 100; x += 1) database.exec('INSERT INTO t VALUES (' + x + ')')
    process.kill(process.pid, 'SIGKILL')`
  const run = () =>
    execFileSync(process.execPath, ['--conditions=stuntdouble-source', '--input-type=module', '-e', program], {
      stdio: 'pipe',
    })
  expect(run).toThrow('Command failed')

  const data = await DataDirectory.open(directory)
  const database = await data.open('main')
  expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 100 })
  database.close()
  await data.close()
})

test('a second user of the directory is refused in one line, until the first is gone', async () => {
  const data = await DataDirectory.open(directory)
  const refused = await DataDirectory.open(directory).catch((error: unknown) => error)
  expect(String(refused)).toBe(
    `DataDirectoryUnusable: The data directory ${directory} is in use by another stuntdouble; stop that one, or choose another with --data`,
  )
  await data.close()
  await (await DataDirectory.open(directory)).close()
})

test('names that differ in case are two files everywhere', async () => {
  const data = await DataDirectory.open(directory)
  for (const name of ['demo', 'Demo']) (await data.open(name)).close()
  expect(data.names()).toEqual(['Demo', 'demo'])
  expect(new Set(readdirSync(join(directory, 'worlds')).map((file) => file.toLowerCase())).size).toBe(2)
  await data.close()
})

test('removing a world leaves no file', async () => {
  const data = await DataDirectory.open(directory)
  const database = await data.open('gone')
  database.exec('CREATE TABLE t (x)')
  database.close()
  data.remove('gone')
  expect(readdirSync(join(directory, 'worlds'))).toEqual([])
  await data.close()
})

test.each(['../x', 'a/b', '', '.', 'a b', 'ä', 'x'.repeat(64)])('the name %j never becomes a path', async (name) => {
  const data = await DataDirectory.open(directory)
  await expect(data.open(name)).rejects.toThrow('is no name for a world')
  expect(() => data.remove(name)).toThrow('is no name for a world')
  await data.close()
})

test('a file that is no database is named', async () => {
  const data = await DataDirectory.open(directory)
  const path = join(directory, 'worlds', 'main.sqlite')
  writeFileSync(path, 'not a database, but long enough to look at'.repeat(20))
  await expect(data.open('main')).rejects.toThrow(
    `${path} is damaged, or no database of stuntdouble; move it away to begin anew`,
  )
  expect(existsSync(path)).toBe(true)
  await data.close()
})

test('a directory that is a file, or has something in the way, is named', async () => {
  writeFileSync(directory, '')
  await expect(DataDirectory.open(directory)).rejects.toThrow(
    `The data directory ${directory} is a file; move it away, or name another`,
  )
  rmSync(directory)
  const lock = join(directory, 'lock')
  mkdirSync(lock, { recursive: true })
  await expect(DataDirectory.open(directory)).rejects.toThrow(`${lock} cannot be read and written by this user`)
})

test('a draft is a world’s, or a snapshot’s, once it is kept, and gone when the process ended before', async () => {
  const data = await DataDirectory.open(directory)
  const drafts = await Promise.all([data.draft(), data.draft(), data.draft(), data.draft()])
  for (const [n, { database }] of drafts.entries()) database.exec(`CREATE TABLE t (x); INSERT INTO t VALUES (${n})`)
  drafts[0]?.keepAsWorld('Fork')
  drafts[1]?.keepAsSnapshot('Fork@12')
  drafts[2]?.discard()
  expect([data.names(), data.snapshotIds()]).toEqual([['Fork'], ['Fork@12']])
  expect(readdirSync(join(directory, 'drafts'))).toHaveLength(1)
  await data.close()

  const again = await DataDirectory.open(directory)
  expect(readdirSync(join(directory, 'drafts'))).toEqual([])
  const world = await again.open('Fork')
  expect(world.prepare('SELECT x FROM t').get()).toEqual({ x: 0 })
  world.close()
  const { database, address } = await again.openSnapshot('Fork@12')
  expect(database.prepare('SELECT x FROM t').get()).toEqual({ x: 1 })
  database.close()
  expect(existsSync(address)).toBe(true)
  again.removeSnapshot('Fork@12')
  expect([existsSync(address), again.snapshotIds()]).toEqual([false, []])
  for (const id of ['../x@1', 'main', 'main@0', 'main@1/..'])
    await expect(again.openSnapshot(id), id).rejects.toThrow('is no id of a snapshot')
  await again.close()
})
