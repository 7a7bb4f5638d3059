// How clients write a query that they sign, when they do not as S3 does.
import { encodeRfc3986 } from '../signature-v4.ts'
import type { MistakeCode } from '../../diagnosis/index.ts'
import type { Explained, RequestMistake } from './alternative.ts'
import { decoded, type QueryReading, type SentParameter, type Spelling } from './reading.ts'
import {
  doubleEncoded,
  escapesLowerCase,
  formEncoded,
  likeJavaScript,
  slashesKept,
  tildeEncoded,
  withoutReserved,
} from './spellings.ts'

/** More are not left out one by one. */
const mostLeftOut = 24
/** Looked for alone, and with others when there is time left. */
const rare = new Set<MistakeCode>(['lower-case-escapes', 'tilde-encoded', 'plus-not-encoded'])

/** Name and value as they were sent beside what S3 reads. */
export function sentParameters(query: string): SentParameter[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const rawName = equals === -1 ? pair : pair.slice(0, equals)
      const rawValue = equals === -1 ? '' : pair.slice(equals + 1)
      return { name: spaced(rawName), value: spaced(rawValue), rawName, rawValue }
    })
}

function spaced(raw: string): string {
  return decoded(raw.replaceAll('+', '%20'))
}

/** @param where the signature stands: of a URL, its own parameters are signed with the others */
export function* queryMistakes(
  parameters: readonly SentParameter[],
  where: 'header' | 'query',
): Generator<RequestMistake> {
  if (parameters.length === 0) return
  const hint = 'Sign every parameter, sorted by name, with every byte but A-Z a-z 0-9 - . _ ~ percent-encoded'
  const changed = (
    code: MistakeCode,
    about: string,
    change: (query: QueryReading) => Partial<QueryReading>,
    explained: Explained,
    likely = !rare.has(code),
  ): RequestMistake => ({
    code,
    about,
    likely,
    ...explained,
    apply: (reading) => ({ ...reading, query: { ...reading.query, ...change(reading.query) } }),
  })
  const spelled = (code: MistakeCode, write: Spelling, message: string, more = hint) =>
    changed(code, 'query-spelling', () => ({ write }), { message, hint: more })
  const without = (
    code: MistakeCode,
    left: (parameter: SentParameter) => boolean,
    explained: Explained,
    likely = true,
  ) => changed(code, 'query-left', (query) => ({ parameters: query.parameters.filter(left) }), explained, likely)

  yield changed('equals-missing', 'query-equals', () => ({ equals: false }), {
    message: 'A name without a value was signed without "="',
    hint: 'Sign "uploads=" where "uploads" is sent',
  })
  for (const order of ['as-sent', 'without-case', 'by-pair'] as const)
    yield changed('keys-unsorted', 'query-order', () => ({ order }), {
      message: {
        'as-sent': 'The parameters were signed in the order in which they were sent',
        'without-case': 'The parameters were sorted without regard to upper and lower case',
        'by-pair': 'The parameters were sorted as NAME=VALUE, not by name',
      }[order],
      hint: 'Sort by the bytes of the encoded names: X-Amz-… before a',
    })
  yield spelled(
    'slash-not-encoded',
    slashesKept,
    'Slashes of the query were signed as they are',
    'Sign "/" as %2F in a query, also in X-Amz-Credential',
  )
  yield spelled('plus-for-space', formEncoded, 'Spaces of the query were signed as "+"', 'Sign a space as %20')
  yield spelled('double-encoded', doubleEncoded, 'The query was percent-encoded twice before it was signed')
  yield spelled(
    'lower-case-escapes',
    escapesLowerCase,
    'The escapes of the query were signed in lower case (%2f)',
    'Escapes are signed in upper case: %2F',
  )
  yield spelled(
    'reserved-not-encoded',
    likeJavaScript,
    "! ' ( ) * of the query were signed as they are, as encodeURIComponent leaves them",
  )
  yield spelled(
    'reserved-not-encoded',
    withoutReserved,
    'Reserved characters of the query were signed as they are, as encodeURI leaves them',
  )
  yield spelled('tilde-encoded', tildeEncoded, '"~" of the query was signed as %7E')
  yield spelled(
    'plus-not-encoded',
    (_, raw) => encodeRfc3986(decoded(raw)),
    'A plus was sent as "+", which in a query is a space, and signed as %2B',
    'Send a plus as %2B',
  )
  yield spelled('raw-query', (_, raw) => raw, 'The query was signed as it was sent')
  yield changed('raw-query', 'query-spelling', () => ({ write: (_, raw) => raw, order: 'as-sent' }), {
    message: 'The query was signed as it was sent, unsorted',
    hint,
  })
  yield spelled('not-encoded', (text) => text, 'The query was signed without percent-encoding')

  const own = (name: string) => /^x-amz-(?:algorithm|credential|date|expires|signedheaders)$/i.test(name)
  const others = parameters.filter(({ name }) => where === 'header' || !own(name))
  for (const [at, parameter] of others.slice(0, mostLeftOut).entries())
    yield without(
      'added-after-signing',
      (one) => one.rawName !== parameter.rawName || one.rawValue !== parameter.rawValue,
      {
        message: `The parameter ${quoted(parameter.name)} was added after signing`,
        hint: 'What is signed is the whole query: give every parameter to what signs',
      },
      at < 5,
    )
  if (others.length > 1 || where === 'header')
    yield without('not-signed', (one) => where === 'query' && own(one.name), {
      message:
        others.length === 1
          ? `The parameter ${quoted(others[0]?.name ?? '')} was not signed`
          : 'The query was not signed',
      hint,
    })
  if (where !== 'query') return
  for (const parameter of parameters.filter(({ name }) => own(name)))
    yield without(
      'not-signed',
      (one) => one !== parameter,
      {
        message: `${parameter.name} was not signed`,
        hint: 'Of a presigned URL every parameter is signed but X-Amz-Signature',
      },
      false,
    )
  yield without('not-signed', (one) => !own(one.name), {
    message: 'The parameters of the signature itself (X-Amz-…) were not signed',
    hint: 'Of a presigned URL every parameter is signed but X-Amz-Signature',
  })
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 60))
}
