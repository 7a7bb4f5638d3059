// Snapshots, restores and forks of a server that is killed while it makes them.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEmulator, type World } from '../../../emulator/index.ts'
import { dump, rowsOf } from '../snapshots/dump.ts'

let data: string
let child: ChildProcess | undefined
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'stuntdouble-crash-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

/** Has a program run until it says that it has done so many things, and kills it `after` ms later. */
async function runAndKill(lines: number, after: number): Promise<string[]> {
  const script = fileURLToPath(new URL('snapshot-writer.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']
  child = spawn(process.execPath, [...flags, script, data], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => child?.once('exit', resolve))
  const told: string[] = []
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    told.push(line)
    if (told.length === lines) setTimeout(() => child?.kill('SIGKILL'), after)
  }
  await gone
  return told
}

it('has every snapshot and fork that was acknowledged, whole, and nothing of the others', async () => {
  for (let cycle = 0; cycle < 6; cycle += 1) {
    const lines = await runAndKill(4 + cycle, cycle * 7)
    const emulator = await createEmulator({ data, clock: 'frozen' })
    const { worlds } = emulator
    const { main, snapshots } = worlds
    const bodyOf = async (world: World) =>
      new TextDecoder().decode(await world.objects.readRange('crash', 'state', 0, 20))
    const restored = async (id: string) => {
      await snapshots.restore(main, id)
      return [await bodyOf(main), main.state.read('crash')]
    }

    const told = lines.map((line) => JSON.parse(line) as { kind: string; id: string; content: string })
    const deleted = new Set(told.filter(({ kind }) => kind === 'deleting').map(({ id }) => id))
    const forks = worlds.list().filter(({ name }) => name !== 'main')
    for (const fork of forks) expect(await bodyOf(fork), fork.name).toBe(fork.state.read('crash'))
    for (const { id, content } of told.filter(({ kind }) => kind === 'forked'))
      expect(worlds.get(id)?.state.read('crash'), id).toBe(content)
    for (const { id, content } of told.filter(({ kind, id }) => kind === 'snapshot' && !deleted.has(id)))
      expect(await restored(id), id).toEqual([content, content])
    // One that was not acknowledged yet is there as a whole, or not at all.
    for (const { id } of snapshots.list('main')) {
      const [object, row] = await restored(id)
      expect(object, id).toBe(row)
    }
    expect(await readdir(join(data, 'drafts'))).toEqual([])
    await emulator.close()
  }
}, 120_000)

it('answers the same after a restart: a world, its snapshot, and its fork', async () => {
  await runAndKill(5, 0)
  const first = await createEmulator({ data, clock: 'frozen' })
  const { id } = await first.worlds.snapshots.take(first.worlds.main)
  await first.worlds.create({ name: 'kept', from: 'main' })
  const before = [
    await dump(first, first.worlds.main),
    await dump(first, first.worlds.get('kept') ?? first.worlds.main),
  ]
  const rows = rowsOf(first.worlds.main)
  await first.close()

  const second = await createEmulator({ data, clock: 'frozen', port: 4600 })
  const { main } = second.worlds
  expect([await dump(second, main), await dump(second, second.worlds.get('kept') ?? main)]).toEqual(before)
  await main.objects.put('crash', 'state', new TextEncoder().encode('changed'))
  await second.worlds.snapshots.restore(main, id)
  expect(rowsOf(main)).toBe(rows)
  expect(await dump(second, main)).toBe(before[0])
  await second.close()
}, 60_000)
