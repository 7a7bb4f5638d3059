// What stays in memory of work that is over: of requests in-process, and of worlds that were created and disposed of.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Benchmark, Row } from './benchmark.ts'

const requests = 200_000
const worlds = 2_000

const memoryOf = z.object({ resident: z.number(), heap: z.number() })
const report = z.object({ start: memoryOf, before: memoryOf, after: memoryOf })

export const memory: Benchmark = {
  name: 'memory',
  async run(): Promise<Row[]> {
    const { start, before, after } = work(requests, worlds)
    const mebibytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1)
    const row = (what: string, of: keyof typeof start, target?: Row['target']): Row => ({
      what,
      measured: after[of] / before[of],
      unit: '×',
      ...(target && { target }),
      detail: `${mebibytes(before[of])} to ${mebibytes(after[of])} MiB, after a first time of the same; ${mebibytes(start[of])} before that`,
    })
    return [
      row(`resident, ${requests} requests and ${worlds} worlds later`, 'resident', { most: 1.1 }),
      row('the same of the heap', 'heap'),
    ]
  },
}

function work(...amounts: number[]): z.output<typeof report> {
  const program = fileURLToPath(new URL('memory-process.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', '--expose-gc']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, ...amounts.map(String)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return report.parse(JSON.parse(stdout))
}
