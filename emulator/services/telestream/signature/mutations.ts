// The mistakes that clients make when they sign, each as the change to a request under which its signature would fit.
import type { Canonicalisation } from './canonical.ts'
import type { Parameter } from './parameters.ts'
import { restoreLostPlus } from './timestamp.ts'

/** A request as a client may have read it; what a mutation changes. */
export interface Reading {
  readonly verb: string
  readonly host: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly how: Canonicalisation
  /** What follows the string to sign. */
  readonly ending: string
  readonly secret: string
  /** As the client meant to send it. */
  readonly signature: string
  readonly digest: 'base64' | 'hex'
}

export interface Mutation {
  readonly code: string
  /** Every way to have made this mistake with the request; none where it cannot be the one. `port`: where the request came in. */
  readonly apply: (reading: Reading, port: number | undefined) => Iterable<Reading>
  /** What happened, and what to do. `made` is one that `apply` gave. */
  readonly explain: (made: Reading, reading: Reading) => { message: string; hint: string }
}

/** Likelier mistakes first; of two that explain a signature, the first is named. */
export const mutations: readonly Mutation[] = [
  {
    code: 'signature-not-encoded',
    apply: (reading) => withSignature(reading, reading.signature.replaceAll(' ', '+')),
    explain: () => ({
      message: 'The signature was put into the URL as it is: its "+" arrived as a space.',
      hint: 'Percent-encode the signature where it becomes part of a URL or a form ("+" is %2B).',
    }),
  },
  {
    code: 'timestamp-not-encoded',
    *apply(reading) {
      const timestamp = reading.parameters.find(({ name }) => name === 'timestamp')
      const value = timestamp && restoreLostPlus(timestamp.value)
      if (timestamp === undefined || value === undefined) return
      const meant = { ...timestamp, value, raw: undefined }
      yield { ...reading, parameters: reading.parameters.map((one) => (one === timestamp ? meant : one)) }
    },
    explain: () => ({
      message: 'The timestamp was put into the URL as it is: the "+" of its zone arrived as a space.',
      hint: 'Percent-encode the timestamp ("+" is %2B), or write it with "Z".',
    }),
  },
  {
    code: 'signature-newline',
    apply: (reading) => withSignature(reading, reading.signature.trimEnd()),
    explain: () => ({
      message: 'The signature was sent with a line end behind it.',
      hint: 'Some base64 encoders add one (Ruby encode64, Python encodebytes): use the strict one, or strip it.',
    }),
  },
  {
    code: 'signature-hex',
    *apply(reading) {
      if (/^[0-9a-f]{64}$/i.test(reading.signature)) {
        yield { ...reading, digest: 'hex', signature: reading.signature.toLowerCase() }
      }
    },
    explain: () => ({
      message: 'The signature was sent as hex.',
      hint: 'Encode the 32 bytes of the HMAC in base64.',
    }),
  },
  {
    code: 'port-in-host',
    *apply(reading, port) {
      if (/:\d+$/.test(reading.host)) return
      for (const signed of new Set([port ?? 443, 443, 80])) yield { ...reading, host: `${reading.host}:${signed}` }
    },
    explain: (made, { host }) => ({
      message: `The host was signed with its port, as "${made.host}".`,
      hint: `Sign the host name alone: "${host}".`,
    }),
  },
  {
    code: 'version-in-path',
    *apply(reading) {
      for (const version of ['/v3.0', '/v2']) yield { ...reading, path: version + reading.path }
    },
    explain: (made, { path }) => ({
      message: `The path was signed with the API version, as "${made.path}".`,
      hint: `Sign the path behind the version: "${path}".`,
    }),
  },
  {
    code: 'trailing-newline',
    *apply(reading) {
      yield { ...reading, ending: '\n' }
    },
    explain: () => ({
      message: 'The string to sign ended with a newline.',
      hint: 'Join the four parts with a newline and put none behind the last.',
    }),
  },
  {
    code: 'plus-for-space',
    *apply(reading) {
      const { how } = reading
      yield { ...reading, how: { ...how, pair: (parameter) => how.pair(parameter).replaceAll('%20', '+') } }
    },
    explain: () => ({
      message: 'Spaces were signed as "+".',
      hint: 'Sign a space as %20 (RFC 3986), whatever the URL itself says.',
    }),
  },
  {
    code: 'wrong-method',
    *apply(reading) {
      for (const verb of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
        if (verb !== reading.verb) yield { ...reading, verb }
      }
    },
    explain: (made, { verb }) => ({
      message: `The request was signed as ${made.verb}, but sent as ${verb}.`,
      hint: 'Sign the method that is sent; an HTTP library may change it when it follows a redirect or has a body.',
    }),
  },
  {
    code: 'secret-whitespace',
    *apply(reading) {
      const { secret } = reading
      for (const other of [`${secret}\n`, `${secret}\r\n`, `${secret} `, `${secret}\r`, ` ${secret}`, secret.trim()]) {
        if (other !== secret) yield { ...reading, secret: other }
      }
    },
    explain: () => ({
      message: "The client's secret key differs from the right one in white space around it.",
      hint: 'Trim the secret where it is read: a file or an environment variable often ends with a newline.',
    }),
  },
]

function* withSignature(reading: Reading, signature: string): Generator<Reading> {
  if (signature !== reading.signature) yield { ...reading, signature }
}
