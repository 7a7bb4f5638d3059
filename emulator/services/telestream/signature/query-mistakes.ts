// Mistakes in the canonical query: which parameters are signed, in which order, and how they are written.
import type { Canonicalisation } from './canonical.ts'
import { encode } from './encode.ts'
import { type Mutation, quoted, type Variant } from './mutation.ts'
import { byName, byteOrder } from './order.ts'
import type { Parameter } from './parameters.ts'
import { type Reading, SignedQuery } from './reading.ts'
import { restoreLostPlus } from './timestamp.ts'

export const timestampNotEncoded: Mutation = {
  code: 'timestamp-not-encoded',
  part: 'query',
  *variants({ query }) {
    const timestamp = query.parameters.find(({ name }) => name === 'timestamp')
    const value = timestamp && restoreLostPlus(timestamp.value)
    if (timestamp === undefined || value === undefined) return
    yield { changes: withValues(query, new Map([[timestamp, value]])), words: () => ({}) }
  },
}

export const plusForSpace = written('plus-for-space', '%20', (text) => text.replaceAll('%20', '+'))
export const slashNotEncoded = written('slash-not-encoded', '%2F', (text) => text.replaceAll('%2F', '/'))
export const lowerCaseEscapes = written('lower-case-escapes', '%', (text) =>
  text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
)

/** One way to write what is encoded right. */
function written(code: Mutation['code'], sign: string, write: (text: string) => string): Mutation {
  return {
    code,
    part: 'query',
    *variants({ query }) {
      if (query.text.includes(sign)) yield { changes: respelt(query, write), words: () => ({}) }
    },
  }
}

function respelt({ how, parameters }: SignedQuery, write: (text: string) => string): Partial<Reading> {
  return rewritten(parameters, { ...how, pair: (parameter) => write(how.pair(parameter)) })
}

function rewritten(parameters: readonly Parameter[], how: Canonicalisation): Partial<Reading> {
  return { query: new SignedQuery(parameters, how) }
}

const decoded = (text: string, escapes: RegExp): string => text.replace(escapes, (escape) => decodeURIComponent(escape))

/** What encoders do that are not RFC 3986's. */
const encoders: readonly (readonly [name: string, (text: string) => string])[] = [
  ["! ' ( ) * were left as they are (encodeURIComponent does that)", (text) => decoded(text, /%2[1789A]/g)],
  ['"~" was encoded', (text) => text.replaceAll('~', '%7E')],
  ['":" was left as it is', (text) => text.replaceAll('%3A', ':')],
  ['"*" was left as it is', (text) => text.replaceAll('%2A', '*')],
  [
    'a form’s encoding was signed (URLSearchParams)',
    (text) => text.replaceAll('%2A', '*').replaceAll('~', '%7E').replaceAll('%20', '+'),
  ],
  [
    '; , / ? : @ & = + $ # were left as they are (encodeURI does that)',
    (text) => decoded(text, /%(?:2[1346789ABCF]|3[ABDF]|40)/g),
  ],
  ['"," was left as it is', (text) => text.replaceAll('%2C', ',')],
]

export const otherEscapes: Mutation = {
  code: 'other-escapes',
  part: 'query',
  *variants({ query }) {
    for (const [what, write] of encoders)
      yield {
        changes: respelt(query, write),
        words: () => ({ message: `In the signed parameters ${what}.` }),
        rare: true,
      }
  },
}

export const bracketsEncoded: Mutation = {
  code: 'brackets-encoded',
  part: 'query',
  *variants({ query: { how, parameters } }) {
    if (!parameters.some(({ name }) => name.includes('['))) return
    const pair: Canonicalisation['pair'] = ({ name, value }) => `${encode(name)}=${encode(value)}`
    yield { changes: rewritten(parameters, { ...how, pair }), words: () => ({}) }
  },
}

export const notEncoded: Mutation = {
  code: 'not-encoded',
  part: 'query',
  *variants({ query: { how, parameters } }) {
    const pair: Canonicalisation['pair'] = ({ name, value }) => `${name}=${value}`
    yield { changes: rewritten(parameters, { ...how, pair }), words: () => ({}) }
  },
}

const asItArrived = () => 0

export const rawQuery: Mutation = {
  code: 'raw-query',
  part: 'query',
  *variants({ query: { how, parameters } }) {
    const pair: Canonicalisation['pair'] = (parameter) => parameter.raw ?? how.pair(parameter)
    for (const order of [asItArrived, byName])
      yield { changes: rewritten(parameters, { ...how, pair, order }), words: () => ({}) }
  },
}

const credential = new Set(['access_key', 'factory_id', 'cloud_id', 'timestamp', 'signature_version', 'checksum'])

const orders: readonly (readonly [how: string, Canonicalisation['order']])[] = [
  ['in the order in which they were sent', asItArrived],
  ['without regard to capitals', (a, b) => byteOrder(a.name.toLowerCase(), b.name.toLowerCase())],
  ['with those of the credential first', (a, b) => rank(a) - rank(b) || byName(a, b)],
  ['with those of the credential last', (a, b) => rank(b) - rank(a) || byName(a, b)],
]

function rank({ name }: Parameter): number {
  return credential.has(name) ? 0 : 1
}

export const keysUnsorted: Mutation = {
  code: 'keys-unsorted',
  part: 'query',
  *variants({ query: { how, parameters } }) {
    for (const [at, [manner, order]] of orders.entries()) {
      const words = () => ({ message: `The parameters were signed ${manner}, not sorted by name.` })
      yield { changes: rewritten(parameters, { ...how, order }), words, rare: at > 1 }
    }
  },
}

export const doubleEncoded: Mutation = {
  code: 'double-encoded',
  part: 'query',
  *variants({ query }) {
    const { how, parameters } = query
    const sent = new Map<Parameter, string>()
    for (const parameter of parameters) {
      const value = decodedOnce(parameter.value)
      if (value !== parameter.value) sent.set(parameter, value)
    }
    const wire = (values: ReadonlyMap<Parameter, string>, which: string): Variant => ({
      changes: withValues(query, values),
      words: () => ({ message: `${which} arrived percent-encoded twice.` }),
    })
    if (sent.size > 0) yield wire(sent, 'What was signed once')
    if (sent.size > 1)
      for (const one of sent) yield { ...wire(new Map([one]), `The parameter ${quoted(one[0].name)}`), rare: true }

    const twice: Canonicalisation['pair'] = (parameter) => {
      const pair = how.pair(parameter)
      const equalsAt = pair.indexOf('=') + 1
      return pair.slice(0, equalsAt) + pair.slice(equalsAt).replaceAll('%', '%25')
    }
    const message = 'The values were percent-encoded twice before they were signed.'
    yield { changes: rewritten(parameters, { ...how, pair: twice }), words: () => ({ message }) }
    for (const one of parameters) {
      if (how.pair(one) === twice(one)) continue
      const pair: Canonicalisation['pair'] = (parameter) => (parameter === one ? twice(parameter) : how.pair(parameter))
      yield {
        changes: rewritten(parameters, { ...how, pair }),
        words: () => ({ message: `The parameter ${quoted(one.name)} was percent-encoded twice before it was signed.` }),
        rare: true,
      }
    }
    yield {
      changes: { query: new SignedQuery(parameters, how, encode(query.text)) },
      words: () => ({ message: 'The whole canonical query was percent-encoded once more before it was signed.' }),
      rare: true,
    }
  },
}

export const fileSigned: Mutation = {
  code: 'file-signed',
  part: 'query',
  *variants({ query: { how, parameters } }, { fileName }) {
    if (parameters.some(({ name }) => name === 'file')) {
      yield { changes: rewritten(parameters, { ...how, keepsFile: true }), words: () => ({}) }
    }
    if (fileName === undefined) return
    for (const value of [fileName, `@${fileName}`, '']) {
      const words = () => ({ message: `The uploaded file was signed, as file=${quoted(value)}.` })
      yield { changes: rewritten([...parameters, guess('file', value)], how), words }
    }
  },
}

export const addedAfterSigning: Mutation = {
  code: 'added-after-signing',
  part: 'query',
  twice: true,
  *variants({ query }) {
    const { parameters } = query
    for (const one of parameters) {
      if (credential.has(one.name) || one.name === 'signature' || one.name === 'file') continue
      const words = () => ({ message: `The parameter ${quoted(one.name)} was added after the request was signed.` })
      yield { changes: { query: query.without((parameter) => parameter === one) }, words }
    }
    const signedAt = parameters.findIndex(({ name }) => name === 'signature')
    const behind = new Set(signedAt < 0 ? [] : parameters.slice(signedAt + 1))
    if (behind.size > 1) yield leftOut(query, behind, 'were added after the request was signed')
  },
}

export const notSigned: Mutation = {
  code: 'not-signed',
  part: 'query',
  *variants({ query }) {
    const { parameters } = query
    const own = parameters.filter(({ name }) => credential.has(name))
    for (const one of own) yield leftOut(query, new Set([one]), 'was left out of what was signed')
    const groups = [
      parameters.filter(({ from }) => from === 'form' || from === 'multipart'),
      parameters.filter(({ value }) => value === ''),
      own,
    ]
    for (const group of groups)
      if (group.length > 0) yield leftOut(query, new Set(group), 'were left out of what was signed')
  },
}

function leftOut(query: SignedQuery, left: ReadonlySet<Parameter>, what: string): Variant {
  const words = () => {
    const names = [...left].map(({ name }) => quoted(name))
    const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
    return { message: `The parameter${names.length > 1 ? 's' : ''} ${shown} ${what}.` }
  }
  return { changes: { query: query.without((parameter) => left.has(parameter)) }, words }
}

export const signedNotSent: Mutation = {
  code: 'signed-not-sent',
  part: 'query',
  *variants({ query: { how, parameters } }, { factoryId = '' }) {
    const absent = ['factory_id', 'cloud_id'].filter((wanted) => !parameters.some(({ name }) => name === wanted))
    const guesses = absent.flatMap((name) => [...new Set([factoryId, ''])].map((value) => guess(name, value)))
    for (const one of [...guesses, guess('signature', '')]) {
      const words = () => ({ message: `"${one.name}=${one.value}" was signed, but not sent so.` })
      yield { changes: rewritten([...parameters, one], how), words, rare: one.value === '' }
    }
  },
}

function guess(name: string, value: string): Parameter {
  return { name, value, raw: undefined, from: 'guess' }
}

/** With other values, as they were meant. */
function withValues({ how, parameters }: SignedQuery, values: ReadonlyMap<Parameter, string>): Partial<Reading> {
  const meant = parameters.map((parameter) => {
    const value = values.get(parameter)
    return value === undefined ? parameter : { ...parameter, value, raw: undefined }
  })
  return rewritten(meant, how)
}

function decodedOnce(value: string): string {
  if (!/%[0-9A-Fa-f]{2}/.test(value)) return value
  try {
    return decodeURIComponent(value)
  } catch {
    // A percent sign of its own: nobody encoded this.
    return value
  }
}
