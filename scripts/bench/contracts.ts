// What an interaction of a contract costs over Pact's own verifier: a fresh world, its state, a request signed anew, and the answer.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ownDouble } from '../../contracts/verify/own-double.ts'
import { readPactFile } from '../../contracts/verify/pact-file.ts'
import { understand } from '../../contracts/verify/understand.ts'
import { openVerifier } from '../../contracts/verify/verify.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { median, quantile } from './statistics.ts'

const directory = fileURLToPath(new URL('../../contracts/pacts/', import.meta.url))

export const contracts: Benchmark = {
  name: 'contracts',
  async run({ rounds }: Settings): Promise<Row[]> {
    const names = (await readdir(directory)).filter((name) => name.endsWith('.json'))
    const plays = understand(
      await Promise.all(names.map(async (name) => readPactFile(name, await readFile(directory + name, 'utf8')))),
    )
    const provider = await ownDouble()
    const verifier = await openVerifier(provider)
    const own: number[] = []
    const whole: number[] = []
    try {
      for (let round = 0; round < rounds; round += 1)
        for (const play of plays) {
          const { outcomes, tookMs } = await verifier.verify(play)
          const broken = outcomes.find(({ status }) => status !== 'kept')
          if (broken) throw new Error(`${broken.interaction.description}: ${broken.differences.join('; ')}`)
          own.push(...outcomes.map((outcome) => outcome.tookMs))
          whole.push(tookMs / outcomes.length)
        }
    } finally {
      await verifier[Symbol.asyncDispose]()
      await provider.close()
    }
    const mean = own.reduce((sum, ms) => sum + ms, 0) / own.length
    return [
      {
        what: 'an interaction of a contract, over Pact’s own verifier',
        measured: mean,
        unit: 'ms',
        target: { most: 25 },
        detail: `mean of ${own.length}; p50 ${median(own).toFixed(1)}, p95 ${quantile(own, 0.95).toFixed(1)}, worst ${Math.max(...own).toFixed(0)}`,
      },
      {
        what: 'an interaction of a contract, Pact’s own verifier with it',
        measured: median(whole),
        unit: 'ms',
        detail: `median over ${whole.length} files of the time for each`,
      },
    ]
  },
}
