import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from './encode.ts'
import { acceptableHosts } from './hosts.ts'
import { parameterValue, parseParameters } from './parameters.ts'
import { signRequest } from './sign-request.ts'
import vectors from './signing-vectors.json' with { type: 'json' }
import { type SignedRequest, verify } from './verify.ts'

/** A vector by its name, as the request that the SDK makes of it. */
const fromSdks = vectors.vectors.map((vector): [string, SignedRequest] => {
  // The vectors of Node have no host in their URL, those without a verb are named after that of the first table (§2.1).
  const url = new URL(vector.url, 'https://api.example.com')
  const parameters = parseParameters(url.search.slice(1), 'query')
  const signature = vector.signature ?? parameterValue(parameters, 'signature') ?? ''
  const verb = vector.verb ?? (vector.name.startsWith('1') ? 'GET' : 'POST')
  const path = url.pathname.replace(/^\/v(2|3\.0)/, '')
  const request = { verb, hosts: acceptableHosts(url.host), path, parameters, secret: vector.secret_key, signature }
  return [`${vector.sdk}: ${vector.name}`, request]
})

const fromTestSuites = vectors.sdk_test_vectors.map((vector): [string, SignedRequest] => {
  const { host, path, secret_key: secret, signature, source, verb } = vector
  const query = Object.entries(vector.params).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const parameters = parseParameters(query.join('&'), 'query')
  return [`${source}: ${verb} ${path}`, { verb, hosts: [host], path, parameters, secret, signature }]
})

/** The same text with the character at a place changed. */
const changed = (text: string, at: number) => text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1)

/** Every text that differs in one character. */
const changes = (text: string) => [...text].map((_, at) => changed(text, at))

/** The request with other parameters, on the wire too. */
function withParameters(request: SignedRequest, pairs: readonly (readonly [string, string])[]): SignedRequest {
  const query = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  return { ...request, parameters: parseParameters(query, 'query') }
}

describe.for([...fromSdks, ...fromTestSuites])('the vector of %s', ([name, request]) => {
  it('verifies', () => {
    expect(verify(request)).toMatchObject({
      ok: true,
      candidate: name.endsWith('file incl') ? 'C' : 'A',
      host: request.hosts[0],
    })
  })

  it('is refused with any character of the signature changed', () => {
    for (const signature of changes(request.signature)) expect(verify({ ...request, signature }).ok).toBe(false)
    for (const signature of ['', request.signature.slice(0, -1), `${request.signature}=`]) {
      expect(verify({ ...request, signature }).ok).toBe(false)
    }
  })

  it('is refused with any character of verb, host, path or a parameter changed', () => {
    const { hosts, parameters, path, verb } = request
    const others: SignedRequest[] = [
      ...changes(verb).map((verb) => ({ ...request, verb })),
      ...changes(hosts[0]).map((host) => ({ ...request, hosts: [host] as const })),
      ...changes(path).map((path) => ({ ...request, path })),
      ...parameters.flatMap((parameter, at) => {
        if (parameter.name === 'signature') return []
        const { name, value } = parameter
        const pairs = [
          ...changes(name).map((name) => [name, value] as const),
          ...changes(value).map((value) => [name, value] as const),
        ]
        return pairs.map((pair) =>
          withParameters(
            request,
            parameters.map((one, index) => (index === at ? pair : [one.name, one.value])),
          ),
        )
      }),
    ]
    for (const other of others) expect(verify(other).ok).toBe(false)
  })

  it('is refused for another secret', () => {
    expect(verify({ ...request, secret: `${request.secret}x` }).ok).toBe(false)
  })
})

const client = {
  verb: 'PUT',
  host: 'api.example.com',
  path: '/notifications.json',
  accessKey: 'AK',
  secret: 'SK',
  factoryId: 'f',
  timestamp: '2016-10-03T12:00:00Z',
}

function sent(parameters: readonly (readonly [string, string])[]): SignedRequest {
  const signed = signRequest({ ...client, parameters })
  const { path, secret, verb } = client
  return {
    verb,
    hosts: ['127.0.0.1', client.host],
    path,
    parameters: parseParameters(signed.query, 'query'),
    secret,
    signature: signed.signature,
  }
}

describe('verify', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }))
  const pairs = fc.array(fc.tuple(text, text), { maxLength: 6 })

  it('accepts whatever was signed, whatever its parameters', () => {
    fc.assert(
      fc.property(pairs, (pairs) => {
        expect(verify(sent(pairs))).toMatchObject({ ok: true, candidate: 'A' })
      }),
    )
  })

  it('refuses it with any one character of a parameter changed', () => {
    const change = pairs.chain((pairs) => fc.tuple(fc.constant(pairs), fc.nat(), fc.nat(), fc.boolean()))
    fc.assert(
      fc.property(change, ([pairs, which, where, inName]) => {
        const request = sent(pairs)
        const all = request.parameters.map(({ name, value }) => [name, value] as const)
        const signed = all.filter(([name]) => name !== 'file' && name !== 'signature')
        const [name, value] = signed[which % signed.length] ?? ['', '']
        const old = inName ? name : value
        fc.pre(old !== '')
        const characters = [...old]
        const at = where % characters.length
        const text = characters.with(at, characters[at] === 'x' ? 'y' : 'x').join('')
        const pair = inName ? ([text, value] as const) : ([name, text] as const)
        const index = all.findIndex((one) => one[0] === name && one[1] === value)
        expect(verify(withParameters(request, all.with(index, pair))).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('says which host was signed', () => {
    expect(verify(sent([]))).toMatchObject({ ok: true, candidate: 'A', host: 'api.example.com' })
  })

  it('takes the verb in any case, and the path with slashes around it or inside', () => {
    const request = sent([])
    expect(verify({ ...request, verb: 'put' }).ok).toBe(true)
    expect(verify({ ...request, path: '//notifications.json/' }).ok).toBe(true)
    expect(verify({ ...request, path: '/notifications//.json' }).ok).toBe(false)
  })

  it('answers a refusal with what it expected and everything it tried, each once', () => {
    const request = sent([['events[a]', '*']])
    const verdict = verify({ ...request, signature: 'wrong' })
    if (verdict.ok) throw new Error('It was accepted.')
    const query = 'access_key=AK&events[a]=%2A&factory_id=f&timestamp=2016-10-03T12%3A00%3A00Z'
    expect(verdict.expected.stringToSign).toBe(`PUT\n127.0.0.1\n/notifications.json\n${query}`)
    expect(verdict.tried.map(({ candidate, host }) => `${candidate} ${host}`)).toEqual([
      'A 127.0.0.1',
      'A api.example.com',
      'B 127.0.0.1',
      'B api.example.com',
    ])
    expect(new Set(verdict.tried.map(({ stringToSign }) => stringToSign)).size).toBe(4)
  })

  it('tries at most seven queries for two paths and each host', () => {
    const query = 'file=f&a=%5B*%7E+&a-b=1&b%5Bc%5D=*&b2=2&signature=s'
    const parameters = parseParameters(query, 'query')
    const request = { ...sent([]), path: '/x/', parameters, signature: 's' }
    const verdict = verify(request)
    expect(!verdict.ok && verdict.tried.length).toBe(7 * 2 * 2)
  })
})
