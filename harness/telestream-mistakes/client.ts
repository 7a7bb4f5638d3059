// A client of Telestream's that signs and sends by code of its own, and the mistakes that it can be made to make.
import { createHash, createHmac } from 'node:crypto'
import type { MistakeCode } from '../../emulator/diagnosis/index.ts'

export type Pair = readonly [name: string, value: string]

/** A request as the client builds it: what it signs, how, and what it puts on the wire. */
export interface Draft {
  verb: string
  host: string
  path: string
  signed: Pair[]
  sort: (pairs: Pair[]) => Pair[]
  encode: (pair: Pair) => string
  joint: string
  ending: string
  secret: string
  hash: (secret: string, text: string) => Buffer
  write: (digest: Buffer) => string
  /** How the signature stands in the URL. */
  send: (signature: string) => string
  sent: Pair[]
  sendPair: (pair: Pair) => string
  /** What follows the signature in the URL. */
  appended: Pair[]
  sentVerb: string
}

export const enc = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

export const encodeName = (name: string): string => {
  const nested = /^([^[]+)\[(.*)\]$/s.exec(name)
  return nested === null ? enc(name) : `${nested[1] ?? ''}[${enc(nested[2] ?? '')}]`
}

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const base = (name: string) => /^([^[]+)\[.*\]$/s.exec(name)?.[1] ?? name
export const sortPairs = (pairs: Pair[]): Pair[] => pairs.toSorted(([a], [b]) => bytes(base(a), base(b)) || bytes(a, b))

export const right = {
  sort: sortPairs,
  encode: ([name, value]: Pair) => `${encodeName(name)}=${enc(value)}`,
  joint: '\n',
  ending: '',
  hash: (secret: string, text: string) => createHmac('sha256', secret).update(text).digest(),
  write: (digest: Buffer) => digest.toString('base64'),
  send: enc,
  sendPair: ([name, value]: Pair) => `${enc(name)}=${enc(value)}`,
  appended: [],
}

export interface Sent {
  readonly verb: string
  readonly query: string
  readonly stringToSign: string
}

export function send(draft: Draft): Sent {
  const { ending, hash, host, joint, path, secret, signed, verb } = draft
  const canonical = draft.sort(signed).map(draft.encode).join('&')
  const stringToSign = [verb, host, path, canonical].join(joint) + ending
  const signature = draft.send(draft.write(hash(secret, stringToSign)))
  const query = [
    ...draft.sent.map(draft.sendPair),
    `signature=${signature}`,
    ...draft.appended.map(draft.sendPair),
  ].join('&')
  return { verb: draft.sentVerb, query, stringToSign }
}

/** What a mistake is made of: the same number, the same mistake. */
export type Pick = <T>(choice: readonly T[]) => T

export interface Surroundings {
  readonly port: number
  readonly fileName: string
  readonly factoryId: string
  readonly accessKey: string
  readonly otherSecrets: readonly string[]
}

const ownNames = ['access_key', 'factory_id', 'timestamp']
const without = (draft: Draft, left: string) => (draft.signed = draft.signed.filter(([name]) => name !== left))
const encoded = (draft: Draft, change: (text: string) => string) => {
  const { encode } = draft
  draft.encode = (pair) => change(encode(pair))
}

/** Changes a draft so that the mistake is made. */
export const mistakes: Readonly<
  Partial<Record<MistakeCode, (draft: Draft, pick: Pick, around: Surroundings) => void>>
> = {
  'timestamp-not-encoded': (draft) => {
    const { sendPair } = draft
    draft.sendPair = (pair) => (pair[0] === 'timestamp' ? `timestamp=${pair[1]}` : sendPair(pair))
  },
  'version-in-path': (draft, pick) => void (draft.path = pick(['/v3.0', '/v2']) + draft.path),
  'trailing-newline': (draft) => void (draft.ending = '\n'),
  'plus-for-space': (draft) => encoded(draft, (text) => text.replaceAll('%20', '+')),
  'wrong-method': (draft, pick) =>
    void (draft.verb = pick(['GET', 'POST', 'PUT', 'DELETE'].filter((verb) => verb !== draft.verb))),
  'secret-whitespace': (draft, pick) =>
    void (draft.secret = pick([`${draft.secret}\n`, `${draft.secret} `, ` ${draft.secret}`, `${draft.secret}\r\n`])),
  'secret-quoted': (draft, pick) => {
    const quote = pick(['"', "'"])
    draft.secret = quote + draft.secret + quote
  },
  'key-as-secret': (draft, _, { accessKey }) => void (draft.secret = accessKey),
  'other-secret': (draft, pick, { otherSecrets }) => void (draft.secret = pick(otherSecrets)),
  'host-case': (draft, pick) =>
    void (draft.host = pick([
      draft.host.toUpperCase(),
      draft.host.charAt(0).toUpperCase() + draft.host.slice(1),
      draft.host.replace(/(?:^|\.)[a-z]/g, (start) => start.toUpperCase()),
      draft.host.replace(/^[^.]+/, (label) => label.toUpperCase()),
    ])),
  'port-in-host': (draft, pick, { port }) => void (draft.host += `:${pick([port, 443, 80])}`),
  'scheme-in-host': (draft, pick) => void (draft.host = pick(['https://', 'http://']) + draft.host),
  'slash-not-encoded': (draft) => encoded(draft, (text) => text.replaceAll('%2F', '/')),
  'lower-case-escapes': (draft) => encoded(draft, (text) => text.replace(/%../g, (escape) => escape.toLowerCase())),
  'not-encoded': (draft) => void (draft.encode = ([name, value]) => `${name}=${value}`),
  'brackets-encoded': (draft) => void (draft.encode = ([name, value]) => `${enc(name)}=${enc(value)}`),
  'other-escapes': (draft, pick) => {
    const change = pick([
      (text: string) => text.replace(/%2[1789A]/g, (escape) => decodeURIComponent(escape)),
      (text: string) => text.replaceAll('~', '%7E'),
      (text: string) => text.replaceAll('%3A', ':'),
    ])
    encoded(draft, change)
  },
  'keys-unsorted': (draft, pick) => {
    draft.sort = pick([
      (pairs: Pair[]) => [...pairs],
      (pairs: Pair[]) => pairs.toSorted(([a], [b]) => bytes(a.toLowerCase(), b.toLowerCase())),
    ])
  },
  'raw-query': (draft) => {
    draft.sort = (pairs) => [...pairs]
    draft.encode = (pair) => draft.sendPair(pair)
  },
  'double-encoded': (draft, pick) => {
    const { encode, send: sendSignature, sendPair } = draft
    pick([
      () => (draft.send = (signature) => enc(sendSignature(signature))),
      () => (draft.sendPair = ([name, value]) => sendPair([name, enc(value)])),
      () => (draft.encode = ([name, value]) => encode([name, enc(value)])),
    ])()
  },
  'file-signed': (draft, pick, { fileName }) =>
    void (draft.signed = [...draft.signed, ['file', pick([fileName, `@${fileName}`])]]),
  'not-signed': (draft, pick) => without(draft, pick(ownNames)),
  'added-after-signing': (draft, pick) => {
    const others = draft.signed.map(([name]) => name).filter((name) => !ownNames.includes(name))
    const added = pick(others.length === 0 ? ['page'] : [...others, 'page'])
    if (others.includes(added)) without(draft, added)
    else draft.appended = [...draft.appended, [added, '2']]
  },
  'signed-not-sent': (draft, _, { factoryId }) => void (draft.signed = [...draft.signed, ['cloud_id', factoryId]]),
  'path-spelling': (draft, pick) =>
    void (draft.path = pick([draft.path.slice(1), draft.path.replace('.json', ''), `${draft.path}/`])),
  separator: (draft, pick) => void (draft.joint = pick(['\r\n', '\\n', '', '&'])),
  'signature-hex': (draft, pick) =>
    void (draft.write = pick([
      (digest: Buffer) => digest.toString('hex'),
      (digest: Buffer) => digest.toString('hex').toUpperCase(),
      (digest: Buffer) => Buffer.from(digest.toString('hex')).toString('base64'),
    ])),
  'signature-base64url': (draft) => void (draft.write = (digest) => digest.toString('base64url')),
  'signature-not-encoded': (draft) => void (draft.send = (signature) => signature),
  'signature-newline': (draft) => {
    const { write } = draft
    draft.write = (digest) => `${write(digest)}\n`
  },
  'wrong-algorithm': (draft, pick) => {
    const { hash } = pick([
      { hash: (secret: string, text: string) => createHmac('sha1', secret).update(text).digest() },
      { hash: (secret: string, text: string) => createHmac('sha512', secret).update(text).digest() },
      {
        hash: (secret: string, text: string) =>
          createHash('sha256')
            .update(secret + text)
            .digest(),
      },
    ])
    draft.hash = hash
  },
  'arguments-swapped': (draft) => void (draft.hash = (secret, text) => right.hash(text, secret)),
}
