// How far each service is proven, in numbers.
import type { Ledger, Proofs } from './ledger.ts'

export interface Tally {
  operations: number
  /** Answered an unmodified SDK of the vendor. */
  bySdk: number
  /** Answered as a contract says. */
  byContract: number
  /** Replayed in a transcript that is read by people. */
  inTranscript: number
  /** Answered our own tests, and neither an SDK nor a contract. */
  onlyByTests: number
  byNobody: number
}

export const isAnswered = (proofs: Proofs, kind: string): boolean =>
  Object.entries(proofs).some(([by, proof]) => proof === 'answered' && (by === kind || by.startsWith(`${kind} `)))

export function tallyOf(sections: Ledger[string]): Tally {
  const all = Object.values(sections).flatMap((operations) => Object.values(operations))
  const count = (isMeant: (proofs: Proofs) => boolean) => all.filter(isMeant).length
  const isProven = (proofs: Proofs) => isAnswered(proofs, 'sdk') || isAnswered(proofs, 'contract')
  const isKnown = (proofs: Proofs) => Object.values(proofs).includes('answered')
  return {
    operations: all.length,
    bySdk: count((proofs) => isAnswered(proofs, 'sdk')),
    byContract: count((proofs) => isAnswered(proofs, 'contract')),
    inTranscript: count((proofs) => isAnswered(proofs, 'transcript')),
    onlyByTests: count((proofs) => isKnown(proofs) && !isProven(proofs)),
    byNobody: count((proofs) => !isKnown(proofs)),
  }
}
