// A mistake that a client may have made when it signed: what it would have signed then, and how to say it.
import type { MistakeCode } from '../../diagnosis/index.ts'
import type { Reading, Signing } from './reading.ts'

export interface Explained {
  /** What happened. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

interface Alternative extends Explained {
  readonly code: MistakeCode
  /** The part of a request that it is about: of two mistakes about one part, only one is named. */
  readonly about: string
  /** False: looked for alone, and together with another only when there is time left. */
  readonly likely: boolean
}

/** Of the request: its canonical form would be another. */
export interface RequestMistake extends Alternative {
  readonly apply: (reading: Reading) => Reading
}

/** Of what is done with that form. */
export interface SigningMistake extends Alternative {
  readonly apply: (signing: Signing) => Signing
}
