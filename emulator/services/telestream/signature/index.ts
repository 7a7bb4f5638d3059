// How Telestream's signed requests (V2, V3.0) are signed, checked and explained: pure rules, no clock, no I/O.
export { checksumMistake } from './checksum-mistake.ts'
export { type Candidate, canonicalQueries, canonicalQuery, stringToSign } from './canonical.ts'
export { bodyChecksum, checksumMatches } from './checksum.ts'
export type { Clock, Mistake } from './clock-mistake.ts'
export { type Diagnosis, diagnose, type RefusedRequest } from './diagnosis.ts'
export type { DialectName } from './dialects.ts'
export { encode } from './encode.ts'
export { acceptableHosts } from './hosts.ts'
export {
  MalformedEncoding,
  mergeParameters,
  multipartParameter,
  type Parameter,
  parameterValue,
  parseParameters,
} from './parameters.ts'
export { sign } from './sign.ts'
export { quoted } from './mutation.ts'
export { type SignedParameters, signRequest, type UnsignedRequest } from './sign-request.ts'
export { parseTimestamp, signatureLifetime } from './timestamp.ts'
export { type Attempt, type SignedRequest, type Verdict, verify, verifyInSlices } from './verify.ts'
