// Where the time of a profiled server went: functions by the time spent in themselves, from the newest CPU profile.
import { readdir, readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { profiles } from './server-process.ts'

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Prints the functions that took the most, with their share of the time in which the server was busy. */
export async function printHotSpots(say: (line: string) => void, most = 30): Promise<void> {
  const names = (await readdir(profiles)).filter((name) => name.endsWith('.cpuprofile')).sort()
  const newest = names.at(-1)
  if (newest === undefined) return
  const profile = JSON.parse(await readFile(`${profiles}/${newest}`, 'utf8')) as Profile

  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const spent = new Map<string, number>()
  let busy = 0
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id)
    const delta = profile.timeDeltas[index] ?? 0
    if (!frame || frame.functionName === '(idle)' || frame.functionName === '(program)') continue
    busy += delta
    const file = frame.url.startsWith('file:') ? relative(root, fileURLToPath(frame.url)) : frame.url
    const name = `${frame.functionName || '(anonymous)'} ${file}${file === '' ? '' : `:${frame.lineNumber + 1}`}`
    spent.set(name, (spent.get(name) ?? 0) + delta)
  }
  say(`\n${newest}: ${(busy / 1000).toFixed(0)} ms busy`)
  for (const [name, time] of [...spent].sort(([, a], [, b]) => b - a).slice(0, most)) {
    say(`${((100 * time) / busy).toFixed(1).padStart(6)} %  ${name}`)
  }
}
