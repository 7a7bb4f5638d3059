// How clients write a path that they sign, when they do not as S3 does.
import { encodeRfc3986 } from '../signature-v4.ts'
import type { MistakeCode } from '../../diagnosis/index.ts'
import type { Explained, RequestMistake } from './alternative.ts'
import { decoded, type Reading, type Spelling } from './reading.ts'
import {
  doubleEncoded,
  escapesLowerCase,
  formEncoded,
  likeJavaScript,
  tildeEncoded,
  withoutReserved,
} from './spellings.ts'

export interface PathFacts {
  /** As on the wire. */
  path: string
  /** NAME of `/w/NAME`. */
  prefix: string | undefined
  /** That the host names. */
  hostedBucket: string | undefined
  /** The raw query. */
  query: string
}

/** Looked for alone, and with others when there is time left. */
const rare = new Set<MistakeCode>(['lower-case-escapes', 'tilde-encoded', 'path-spelling'])

export function* pathMistakes({ path, prefix, hostedBucket, query }: PathFacts): Generator<RequestMistake> {
  const spelled = (code: MistakeCode, write: Spelling, explained: Explained): RequestMistake => ({
    code,
    about: 'path-spelling',
    likely: !rare.has(code),
    ...explained,
    apply: (reading) => ({ ...reading, path: { ...reading.path, write } }),
  })
  const moved = (code: MistakeCode, sent: string, explained: Explained): RequestMistake => ({
    code,
    about: 'path',
    likely: !rare.has(code) || sent === unprefixed,
    ...explained,
    apply: (reading) => withPath(reading, { sent }),
  })
  const unprefixed = prefix === undefined ? undefined : path.slice(`/w/${prefix}`.length) || '/'
  const hint =
    'Sign the path once percent-encoded, every byte but A-Z a-z 0-9 - . _ ~ and the slashes between its segments'

  yield spelled('double-encoded', doubleEncoded, {
    message: 'The path was percent-encoded twice before it was signed',
    hint: 'S3 alone signs the path encoded once: uriEscapePath: false, DoubleURIEncode: false, or signer S3SignerType',
  })
  yield spelled('plus-for-space', formEncoded, { message: 'Spaces of the path were signed as "+"', hint })
  yield spelled('plus-for-space', (text) => encodeRfc3986(text.replaceAll('+', ' ')), {
    message: 'A space of the path was sent as "+", which in a path is a plus',
    hint: 'Send a space of a path as %20',
  })
  yield spelled('reserved-not-encoded', likeJavaScript, {
    message: "! ' ( ) * of the path were signed as they are, as encodeURIComponent leaves them",
    hint,
  })
  yield spelled('reserved-not-encoded', withoutReserved, {
    message: 'Reserved characters of the path were signed as they are, as encodeURI leaves them',
    hint,
  })
  yield spelled('lower-case-escapes', escapesLowerCase, {
    message: 'The escapes of the path were signed in lower case (%2f)',
    hint: 'Escapes are signed in upper case: %2F',
  })
  yield spelled('tilde-encoded', tildeEncoded, { message: '"~" of the path was signed as %7E', hint })
  yield spelled('not-encoded', (text) => text, { message: 'The path was signed without percent-encoding', hint })
  yield spelled('path-spelling', (_, raw) => raw, {
    message: 'The path was signed as it was sent, not as S3 encodes it',
    hint,
  })
  for (const form of ['NFC', 'NFD'] as const)
    yield spelled('path-spelling', (text) => encodeRfc3986(text.normalize(form)), {
      message: `The path was signed in Unicode's form ${form}, and sent in another`,
      hint: 'Sign the very bytes that are sent: macOS decomposes the names of files',
    })

  yield {
    code: 'slash-encoded',
    about: 'path-slash',
    likely: true,
    message: 'Slashes of the key were signed as %2F',
    hint: 'The slashes of a key stay slashes when it is signed',
    apply: (reading) => withPath(reading, { slash: '%2F' }),
  }
  if (/%2f/i.test(path))
    yield moved('slash-not-encoded', path.replaceAll(/%2f/gi, '/'), {
      message: 'A slash was sent as %2F and signed as it is',
      hint: 'Send the slashes of a key as they are',
    })
  if (unprefixed !== undefined)
    yield moved('path-spelling', unprefixed, {
      message: `The path was signed without /w/${prefix}`,
      hint: `The path /w/${prefix} is part of what is sent, and so of what is signed: make it part of the endpoint`,
    })
  if (hostedBucket !== undefined)
    yield moved('bucket-in-path', `/${hostedBucket}${path}`, {
      message: `The path was signed with the bucket, though the host names ${hostedBucket}`,
      hint: 'forcePathStyle: true, or sign /KEY',
    })
  else {
    const [, first = '', ...rest] = path.split('/')
    if (prefix === undefined && first !== '')
      yield moved('bucket-not-in-path', `/${rest.join('/')}`, {
        message: `The path was signed without its bucket, ${decoded(first)}`,
        hint: 'Where the path names the bucket, it is signed: forcePathStyle for what signs, too',
      })
  }
  const normal = normalized(path)
  if (normal !== path)
    yield moved('path-spelling', normal, {
      message: 'The path was signed normalised (// or dots resolved)',
      hint: 'S3 takes paths as they are: disable the normalising of your signer',
    })
  yield moved('path-spelling', path.endsWith('/') ? path.slice(0, -1) : `${path}/`, {
    message: path.endsWith('/')
      ? 'The path was signed without the slash at its end'
      : 'The path was signed with a slash at its end',
    hint: 'Sign the path that is sent',
  })
  if (path.length > 1)
    yield moved('path-spelling', path.slice(1), {
      message: 'The path was signed without the slash that it begins with',
      hint: 'Sign /BUCKET/KEY',
    })
  if (query !== '')
    yield {
      code: 'path-spelling',
      about: 'path',
      likely: false,
      message: 'The path was signed with the query behind it',
      hint: 'The query has a line of its own',
      apply: (reading) => ({
        ...reading,
        path: { sent: '', write: () => `${path}?${query}`, slash: '/', before: 0 },
      }),
    }
}

function withPath(reading: Reading, change: Partial<Reading['path']>): Reading {
  return { ...reading, path: { ...reading.path, ...change } }
}

/** As RFC 3986, section 5.2.4, and other services of AWS have it. */
function normalized(path: string): string {
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const slash = kept.length > 0 && /(?:^|\/)\.{0,2}$/.test(segments.join('/')) ? '/' : ''
  return `/${kept.join('/')}${slash}`
}
