// What services say about refused credentials: the vocabulary, and what all of them need to find a mistake.
export { type Credential, type CodeEntry, codes, type Mistake, mistake, type MistakeCode } from './codes.ts'
export { type Account, accountsKnown, accountsOf, nearestAccount } from './known.ts'
export { type Difference, differenceOffset, firstDifference } from './difference.ts'
