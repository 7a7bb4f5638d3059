import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialects, type DialectName } from './dialects.ts'
import { mergeParameters, multipartParameter, parameterValue, parseParameters } from './parameters.ts'
import { type SignedParameters, signRequest, type UnsignedRequest } from './sign-request.ts'
import { verify } from './verify.ts'

const client = {
  verb: 'POST',
  host: 'api.example.com',
  path: '/videos.json',
  accessKey: 'AKEXAMPLE0001',
  secret: 'SKsecret/0001+=',
  factoryId: 'factory123',
  timestamp: '2016-10-03T12:00:00.123456+00:00',
} satisfies UnsignedRequest

/** As a server sees it that was sent the query. */
function received({ query }: Pick<SignedParameters, 'query'>, host: string = client.host) {
  const parameters = parseParameters(query, 'query')
  const signature = parameterValue(parameters, 'signature') ?? ''
  return verify({ verb: client.verb, hosts: [host], path: client.path, parameters, secret: client.secret, signature })
}

const signedBy = (dialect: DialectName, parameters: readonly (readonly [string, string])[]) =>
  signRequest({ ...client, dialect, parameters })

describe('signRequest', () => {
  it('adds what the SDKs add, the signature last', () => {
    const { parameters, query, signature } = signRequest({ ...client, verb: 'GET' })
    expect(signature).toBe('/E67J+E1EzfTkDfnwN578GKju4pYHIWoqhZwsTv5UR8=')
    expect(parameters).toEqual([
      ['access_key', 'AKEXAMPLE0001'],
      ['factory_id', 'factory123'],
      ['timestamp', '2016-10-03T12:00:00.123456+00:00'],
      ['signature', signature],
    ])
    expect(query).toBe(
      'access_key=AKEXAMPLE0001&factory_id=factory123&timestamp=2016-10-03T12%3A00%3A00.123456%2B00%3A00&signature=%2FE67J%2BE1EzfTkDfnwN578GKju4pYHIWoqhZwsTv5UR8%3D',
    )
  })

  it('signs for a cloud of V2, or for none', () => {
    const { factoryId, ...rest } = { ...client, verb: 'GET' }
    expect(signRequest({ ...rest, cloudId: factoryId }).signature).toBe('Pt3Nrn3rYLRLPo462RLge+gkKm/MDnc0LnHZOsxlYhQ=')
    expect(signRequest({ ...rest, path: '/factories.json' }).signature).toBe(
      'wld6qm2MbgC95Lcsg8oQ1oMVlFbA8Dqp+CCgDUtUncQ=',
    )
  })

  it('signs a JSON body through its checksum', () => {
    const jsonBody = new TextEncoder().encode('{"source_url":"http://files.com/a.mp4","profiles":"h264"}')
    const signed = signRequest({ ...client, jsonBody })
    expect(signed.signature).toBe('8Cq+SmJAXvsj6X9+QplrwcZ2icsXMV5y9LjqXC0bHRU=')
    expect(signed.parameters).toContainEqual(['signature_version', '2'])
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'A' })
  })

  it('signs a signed request anew', () => {
    const once = signRequest({ ...client, timestamp: '2010-01-01T00:00:00Z', parameters: [['title', 'a film']] })
    const again = signRequest({ ...client, parameters: once.parameters })
    expect(again).toEqual(signRequest({ ...client, parameters: [['title', 'a film']] }))
  })
})

describe('every dialect verifies, under the candidate that is meant for it', () => {
  const nested = [
    ['events[video_created]', 'true'],
    ['events[encoding_completed]', 'false'],
  ] as const

  it('python sends %5B where it signed [', () => {
    const signed = signedBy('python', nested)
    expect(signed.query).toContain('events%5Bvideo_created%5D=true')
    expect(signed.stringToSign).toContain('events[video_created]=true')
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'A' })
  })

  it('ruby sends + for a space', () => {
    const signed = signedBy('ruby', [['title', 'my film'], ...nested])
    expect(signed.query).toContain('title=my+film')
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'A' })
  })

  it('php signs bracket keys encoded', () => {
    const signed = signedBy('php', nested)
    expect(signed.stringToSign).toContain('events%5Bvideo_created%5D=true')
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'B' })
  })

  it("node signs file, and sends '()*! raw", () => {
    const signed = signedBy('node', [
      ['file', '/x.mp4'],
      ['payload', "it's (50%) * [x]!"],
    ])
    expect(signed.query).toContain("payload=it's%20(50%25)%20*%20%5Bx%5D!")
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'C' })
    expect(received(signedBy('node', [['payload', "it's"]]))).toMatchObject({ ok: true, candidate: 'A' })
  })

  it('java signs * raw, sends a space as %2B, and sorts whole pairs', () => {
    const signed = signedBy('java', [
      ['payload', 'a * b'],
      ['payload-2', ''],
    ])
    expect(signed.query).toContain('payload=a%2B*%2Bb')
    expect(signed.stringToSign).toContain('payload-2=&payload=')
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'D' })
  })

  it('go signs brackets in values: as received from a query, re-encoded from a form without a wire form', () => {
    const signed = signedBy('go', [['payload', '[x] y']])
    expect(signed.stringToSign).toContain('payload=[x]%20y')
    expect(signed.query).toContain('payload=%5Bx%5D+y')
    expect(received(signed)).toMatchObject({ ok: true, candidate: 'D' })

    const parameters = signed.parameters.map(([name, value]) => multipartParameter(name, value))
    const { signature } = signed
    const verdict = verify({ ...client, hosts: [client.host], parameters, signature })
    expect(verdict).toMatchObject({ ok: true, candidate: 'D' })
  })

  it('an old go, which sent ~ as %7E but signed it as it is, needs the re-encoded form', () => {
    const signed = signedBy('go', [['payload', '[x]~']])
    expect(received({ query: signed.query.replaceAll('~', '%7E') })).toMatchObject({ ok: true, candidate: 'E' })
  })

  it('xabbuh signs ~ encoded, brackets not, and the host as it is configured', () => {
    const host = 'API.example.com:8443'
    const signed = signRequest({ ...client, host, dialect: 'xabbuh', parameters: [['payload', '[~]'], ...nested] })
    expect(signed.stringToSign).toContain('API.example.com:8443')
    expect(received(signed, host)).toMatchObject({ ok: true, candidate: 'D' })
  })

  it('.NET repeats its query in the body', () => {
    const signed = signedBy('dotnet', [['title', 'my film']])
    const parameters = mergeParameters(parseParameters(signed.query, 'query'), parseParameters(signed.query, 'form'))
    const { signature } = signed
    const verdict = verify({ ...client, hosts: [client.host], parameters, signature })
    expect(verdict).toMatchObject({ ok: true, candidate: 'A' })
  })

  it('whatever the values are', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}(\[[a-z0-9_-]{0,4}\])?$/)
    const values = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }))
    const parameters = fc.array(fc.tuple(names, values), { maxLength: 6 })
    const dialect = fc.constantFrom(...(Object.keys(dialects) as DialectName[]))
    fc.assert(
      fc.property(dialect, parameters, (dialect, parameters) => {
        expect(received(signedBy(dialect, parameters)).ok).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
