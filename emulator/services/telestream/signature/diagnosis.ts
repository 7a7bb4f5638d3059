// Why a request was refused: the mistakes under which its signature fits prove what the client did.
import { firstDifference, mistake } from '../../../diagnosis/index.ts'
import type { Diagnosis as Entry } from '../../../journal.ts'
import { type Clock, clockMistake, type Mistake } from './clock-mistake.ts'
import type { Context } from './mutation.ts'
import { type Parameter, parameterValue } from './parameters.ts'
import { signedText } from './reading.ts'
import { explain } from './search.ts'
import { signatureForms } from './signature-forms.ts'
import { type Attempt, type SignedRequest, verify } from './verify.ts'

export interface RefusedRequest extends SignedRequest, Context {
  /** Left out where timestamps are not checked. */
  readonly clock?: Clock
}

export interface Diagnosis extends Entry {
  /** Only what is certain; empty when nothing explains the refusal. */
  readonly mistakes: readonly Mistake[]
  readonly expected: { readonly stringToSign: string }
  /** Everything that would have been right, where nothing explains what is wrong. */
  readonly tried: readonly Attempt[]
}

/**
 * Explains a refusal in a few milliseconds, whatever its size. The secret appears in no part of the answer.
 * @param verdict what `verify` said of it
 */
export function diagnose(request: RefusedRequest, verdict = verify(request)): Diagnosis {
  if (verdict.ok) {
    const said = { stringToSign: shown(verdict.stringToSign) }
    return { mistakes: clockMistakes(request, request.parameters), expected: said, received: said, tried: [] }
  }
  const found = explain(request, request)
  if (found === undefined) {
    const mistakes = [...malformed(request), ...clockMistakes(request, request.parameters)]
    const expected = { stringToSign: shown(verdict.expected.stringToSign) }
    return { mistakes, expected, tried: attemptsShown(verdict.tried) }
  }
  const mistakes = [...found.mistakes, ...clockMistakes(request, found.reading.query.parameters)]
  const expected = signedText(found.base)
  const received = signedText(found.reading)
  const difference = firstDifference(expected, received)
  return {
    mistakes,
    expected: { stringToSign: shown(expected) },
    received: { stringToSign: shown(received) },
    ...(difference && { difference }),
    tried: [],
  }
}

function malformed({ signature }: SignedRequest): Mistake[] {
  if (signatureForms(signature).size > 0) return []
  const message = `What was sent as the signature, ${signature.length} characters, is not the base64 of an HMAC.`
  return [mistake('signature-malformed', { message })]
}

function clockMistakes({ clock }: RefusedRequest, parameters: readonly Parameter[]): Mistake[] {
  const mistake = clock && clockMistake(parameterValue(parameters, 'timestamp'), clock)
  return mistake === undefined ? [] : [mistake]
}

/** The journal keeps a thousand refusals: none of them may be large. */
const longest = 8192

function shown(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… [${text.length} characters]` : text
}

function attemptsShown(tried: readonly Attempt[]): Attempt[] {
  let left = 2 * longest
  return tried.filter(({ stringToSign }) => (left -= stringToSign.length) >= 0)
}
