// The mistakes that clients make when they sign, the likelier first; of two that explain a signature, the first is named. Of two in
// the same part the first is made first: a host gets its port, then its scheme.
import type { Mutation } from './mutation.ts'
import * as place from './place-mistakes.ts'
import * as query from './query-mistakes.ts'
import * as secret from './secret-mistakes.ts'

export const mutations: readonly Mutation[] = [
  query.timestampNotEncoded,
  place.hostCase,
  place.portInHost,
  place.versionInPath,
  place.trailingNewline,
  query.plusForSpace,
  place.wrongMethod,
  secret.secretWhitespace,
  secret.keyAsSecret,
  secret.otherSecret,
  place.schemeInHost,
  query.slashNotEncoded,
  query.keysUnsorted,
  query.rawQuery,
  query.doubleEncoded,
  query.notEncoded,
  query.lowerCaseEscapes,
  query.bracketsEncoded,
  query.fileSigned,
  query.notSigned,
  query.addedAfterSigning,
  query.signedNotSent,
  secret.secretQuoted,
  query.otherEscapes,
  place.pathSpelling,
  place.separator,
  place.noHmac,
  place.argumentsSwapped,
]
