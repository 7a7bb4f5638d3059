// Things measured by turns, so that what the machine does meanwhile hits all; who begins alternates.
import { median } from './statistics.ts'

export interface Pair {
  double: number[]
  peer: number[]
  /** Median of the double by the median of the peer. */
  ratio: number
}

type Work = () => Promise<number> | number

/** One round before the first that counts is thrown away. */
export async function interleave(rounds: number, double: Work, peer: Work): Promise<Pair> {
  const [ours = [], theirs = []] = await takeTurns(rounds, [double, peer])
  return { double: ours, peer: theirs, ratio: median(ours) / median(theirs) }
}

/** The same of any number of things; answers what each measured, in their order. */
export async function takeTurns(rounds: number, works: readonly Work[]): Promise<number[][]> {
  for (const work of works) await work()
  const measured = works.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    const turns = works.map((work, index) => async () => void measured[index]?.push(await work()))
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
  }
  return measured
}
