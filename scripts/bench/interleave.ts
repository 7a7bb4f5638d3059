// Two things measured by turns, so that what the machine does meanwhile hits both; who begins alternates.
import { median } from './statistics.ts'

export interface Pair {
  double: number[]
  peer: number[]
  /** Median of the double by the median of the peer. */
  ratio: number
}

/** One round before the first that counts is thrown away. */
export async function interleave(
  rounds: number,
  double: () => Promise<number> | number,
  peer: () => Promise<number> | number,
): Promise<Pair> {
  const measured = { double: [] as number[], peer: [] as number[] }
  await double()
  await peer()
  for (let round = 0; round < rounds; round += 1) {
    const turns = [
      async () => void measured.double.push(await double()),
      async () => void measured.peer.push(await peer()),
    ]
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
  }
  return { ...measured, ratio: median(measured.double) / median(measured.peer) }
}
