// Mistakes in the first three parts of the string to sign: method, host, path; and in what joins them.
import { type Mutation, quoted, type Variant } from './mutation.ts'
import type { Reading } from './reading.ts'

const verbs = ['GET', 'POST', 'PUT', 'DELETE']
const rareVerbs = ['PATCH', 'HEAD']

export const wrongMethod: Mutation = {
  code: 'wrong-method',
  part: 'verb',
  *variants({ verb }) {
    for (const other of [...verbs, ...rareVerbs, verb.toLowerCase()]) {
      if (other === verb) continue
      const words = () => ({ message: `The request was signed as ${other}, but sent as ${verb}.` })
      yield { changes: { verb: other }, words, rare: !verbs.includes(other) }
    }
  },
}

const hasPort = /:\d+$/

export const portInHost: Mutation = {
  code: 'port-in-host',
  part: 'host',
  *variants({ host }, { port }) {
    if (hasPort.test(host)) return
    const likely = new Set([port ?? 443, 443, 80])
    for (const signed of new Set([...likely, 4600, 8080])) {
      const words = () => ({
        message: `The host was signed with its port, as "${host}:${signed}".`,
        hint: `Sign the host name alone: "${host}".`,
      })
      yield { changes: { host: `${host}:${signed}` }, words, rare: !likely.has(signed) }
    }
  },
}

export const hostCase: Mutation = {
  code: 'host-case',
  part: 'host',
  *variants({ host }) {
    const title = (label: string) => label.slice(0, 1).toUpperCase() + label.slice(1)
    const labels = host.split('.')
    const likely = new Set([
      host.toUpperCase(),
      title(host),
      labels.map(title).join('.'),
      labels.with(0, (labels[0] ?? '').toUpperCase()).join('.'),
    ])
    const others = [
      ...labels.map((label, at) => labels.with(at, label.toUpperCase()).join('.')),
      ...labels.map((label, at) => labels.with(at, title(label)).join('.')),
    ]
    for (const spelling of new Set([...likely, ...others])) {
      if (spelling === host) continue
      const words = () => ({
        message: `The host was signed as ${quoted(spelling)}; the request says ${quoted(host)}.`,
        hint: `Lower-case it before signing: ${quoted(host)}.`,
      })
      yield { changes: { host: spelling }, words, rare: !likely.has(spelling) }
    }
  },
}

export const schemeInHost: Mutation = {
  code: 'scheme-in-host',
  part: 'host',
  *variants({ host }) {
    for (const signed of [`https://${host}`, `http://${host}`, `https://${host}/`, `http://${host}/`]) {
      const words = () => ({
        message: `The host was signed with its scheme, as ${quoted(signed)}.`,
        hint: `Sign the host name alone: ${quoted(host)}.`,
      })
      yield { changes: { host: signed }, words, rare: signed.endsWith('/') }
    }
  },
}

export const versionInPath: Mutation = {
  code: 'version-in-path',
  part: 'path',
  *variants({ path }, { prefixes = [] }) {
    for (const prefix of new Set([...prefixes, '/v3.0', '/v2'])) {
      const signed = prefix + path
      const words = () => ({
        message: `The path was signed with ${quoted(prefix)} before it, as ${quoted(signed)}.`,
        hint: `Sign the path behind the version: ${quoted(path)}.`,
      })
      yield { changes: { path: signed }, words }
    }
  },
}

export const pathSpelling: Mutation = {
  code: 'path-spelling',
  part: 'path',
  *variants({ path }) {
    const spellings = [path.slice(1), path.replace(/\.json$/, ''), `${path}/`, `/${path}`, path.toLowerCase()]
    for (const signed of new Set(spellings)) {
      if (signed === path) continue
      const words = () => ({ message: `The path was signed as ${quoted(signed)}, but sent as ${quoted(path)}.` })
      yield { changes: { path: signed }, words, rare: true }
    }
  },
}

export const trailingNewline: Mutation = {
  code: 'trailing-newline',
  part: 'frame',
  *variants() {
    yield { changes: { ending: '\n' }, words: () => ({}) }
    yield { changes: { ending: '\r\n' }, words: () => ({}), rare: true }
  },
}

const joints: readonly (readonly [joint: string, name: string])[] = [
  ['\\n', 'a backslash and an n'],
  ['\r\n', 'CR LF'],
  ['', 'nothing'],
  ['&', '"&"'],
  [' ', 'a space'],
]

export const separator: Mutation = {
  code: 'separator',
  part: 'frame',
  *variants() {
    for (const [joint, name] of joints)
      yield {
        changes: { joint },
        words: () => ({
          message: `The four parts of the string to sign were joined by ${name} instead of a line feed.`,
        }),
        rare: true,
      }
  },
}

const digests: readonly (readonly [Exclude<Reading['digest'], 'hmac' | 'swapped'>, string])[] = [
  ['secret-first', 'the secret and the string to sign'],
  ['secret-last', 'the string to sign and the secret'],
  ['text-alone', 'the string to sign alone'],
]

export const noHmac: Mutation = {
  code: 'wrong-algorithm',
  part: 'digest',
  *variants() {
    for (const [digest, what] of digests) yield plainHash(digest, what)
  },
}

function plainHash(digest: Reading['digest'], what: string): Variant {
  return {
    changes: { digest },
    words: () => ({
      message: `The signature is the plain SHA-256 of ${what}, no HMAC.`,
      hint: 'Sign by HMAC-SHA256 with the secret as the key.',
    }),
    rare: true,
  }
}

export const argumentsSwapped: Mutation = {
  code: 'arguments-swapped',
  part: 'digest',
  *variants() {
    yield { changes: { digest: 'swapped' }, words: () => ({}), rare: true }
  },
}
