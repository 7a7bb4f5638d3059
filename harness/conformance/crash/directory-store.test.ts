import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { gather, md5 } from '../object-store/bytes.ts'
import { openDurableStore } from './durable-store.ts'
import { bucket, bytesOf, type Told } from './versions.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-crash-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** Lets a writer tell that many things, and kills it in the middle of whatever it does then. */
async function writeAndKill(first: number, lines: number): Promise<Told[]> {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']
  const writer = fileURLToPath(new URL('writer.ts', import.meta.url))
  const child = spawn(process.execPath, [...flags, writer, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let complaint = ''
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  const told: Told[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(JSON.parse(line) as Told)
    if (told.length === lines) child.kill('SIGKILL')
  }
  expect({ exit: await exited, complaint }).toEqual({ exit: [null, 'SIGKILL'], complaint: '' })
  return told
}

/** The versions that each key may have: the last acknowledged one, and the one that was begun after it. */
function remember(possible: Map<string, number[]>, told: readonly Told[]): void {
  for (const { event, key, version } of told) {
    possible.set(key, event === 'acknowledged' ? [version] : [...(possible.get(key) ?? [0]), version])
  }
}

it('a killed process loses no acknowledged object, tears none, and leaves nothing behind once it is started again', async () => {
  const possible = new Map<string, number[]>()
  let removed = 0
  for (let cycle = 0; cycle < 12; cycle += 1) {
    remember(possible, await writeAndKill(cycle * 1000 + 1, 5 + ((cycle * 37) % 90)))
    const opened = await openDurableStore(directory)
    removed += opened.removed
    const found = new Map<string, number>()
    // A writer that is killed before it has made its bucket has none.
    const { objects } = possible.size === 0 ? { objects: [] } : await opened.store.list(bucket)
    for (const { key, size, metadata } of objects) {
      const { body } = await opened.store.get(bucket, key)
      const bytes = await gather(body)
      expect(bytes.length).toBe(size)
      if (key.endsWith('/copied')) continue
      const version = Number(metadata.version)
      expect(md5(bytes)).toBe(md5(bytesOf(version)))
      found.set(key, version)
    }
    for (const [key, versions] of possible) {
      expect(versions).toContain(found.get(key) ?? 0)
      possible.set(key, [found.get(key) ?? 0])
    }
    const files = await readdir(opened.blobsDirectory, { recursive: true, withFileTypes: true })
    const names = files.filter((entry) => entry.isFile()).map((entry) => entry.name)
    expect(names.sort()).toEqual([...opened.referenced()].sort())
    await opened.close()
  }
  // Else nobody was killed in the middle of anything.
  expect(removed).toBeGreaterThan(0)
}, 60_000)
