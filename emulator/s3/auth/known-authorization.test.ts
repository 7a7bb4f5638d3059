import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleKeys, received, signBySdk } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { authenticate, type Keys } from './authenticate.ts'
import { parseHeaderSignature } from './header-signature.ts'
import { saidBefore } from './known-authorization.ts'
import { presentedAccessKey } from './presented-key.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1' }
const headers = new Headers({ 'x-amz-date': '20260102T030405Z' })
const signature = 'fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024'

const header = (region = 'us-east-1', ending = signature, key = 'KEY') =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260102/${region}/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${ending}`

/** What it says, or the words in which it is refused. */
function outcome(authorization: string): unknown {
  try {
    return parseHeaderSignature(authorization, headers)
  } catch (error) {
    if (error instanceof S3Error) return [error.code, error.message]
    throw error
  }
}

async function codeOf(request: ReturnType<typeof received>, with_: Keys): Promise<string> {
  try {
    return (await authenticate(request, with_)).accessKeyId ?? 'anybody'
  } catch (error) {
    if (error instanceof S3Error) return error.code
    throw error
  }
}

describe('a header that was taken apart before', () => {
  it('says the same as when it was read, whatever it ends with', () => {
    const ending = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
      fc.string({ unit: fc.constantFrom(...'09afgF, =/'), minLength: 62, maxLength: 66 }),
      fc.constantFrom('', ` ${signature.slice(1)}`, `${signature.slice(1)} `, `a,SignedHeaders=${'b'.repeat(48)}`),
    )
    fc.assert(
      fc.property(ending, fc.nat(), (end, number) => {
        const unknown = outcome(header(`anew-${number}-${end.length}`, end))
        parseHeaderSignature(header(`known`), headers)
        expect(saidBefore(header('known'))).toBeDefined()
        const known = outcome(header('known', end))
        expect(JSON.stringify(known).replaceAll('known', 'REGION')).toBe(
          JSON.stringify(unknown).replaceAll(`anew-${number}-${end.length}`, 'REGION'),
        )
      }),
    )
  })

  it('is believed no more than any other: each request is of its own time, signature and secret', async () => {
    const sign = (at: number) => signBySdk({ method: 'GET', host: 'localhost:4601', path: '/my-bucket/a.mp4', now: at })
    const [first, second] = [await sign(now), await sign(now + 1000)]
    expect(await codeOf(received(first), keys)).toBe(exampleKeys.accessKeyId)
    expect(saidBefore(second.headers['authorization'] ?? '')).toBeDefined()
    expect(await codeOf(received(second), keys)).toBe(exampleKeys.accessKeyId)

    const swapped = { ...second.headers, authorization: first.headers['authorization'] ?? '' }
    expect(await codeOf(received({ ...second, headers: swapped }), keys)).toBe('SignatureDoesNotMatch')
    const changed = { ...keys, credentials: { ...exampleKeys, secretAccessKey: 'another' } }
    expect(await codeOf(received(second), changed)).toBe('SignatureDoesNotMatch')
    const elsewhere = { ...keys, credentials: { ...exampleKeys, accessKeyId: 'ANOTHER' } }
    expect(await codeOf(received(second), elsewhere)).toBe('InvalidAccessKeyId')
    expect(await codeOf(received(second), { ...keys, region: 'eu-west-1' })).toBe('AuthorizationHeaderMalformed')
    expect(await codeOf(received(second), { ...keys, now: now + 3_600_000 })).toBe('RequestTimeTooSkewed')
  })

  it('names the same access key', () => {
    const request = (authorization: string) => ({
      request: new Request('http://localhost:4601/', { headers: { authorization } }),
      query: '',
    })
    expect(presentedAccessKey(request(header('named', signature, 'a/b')))).toBe('a/b')
    parseHeaderSignature(header('named', signature, 'a/b'), headers)
    expect(presentedAccessKey(request(header('named', signature, 'a/b')))).toBe('a/b')
  })

  it('is forgotten where there are many, and was never kept where it is long, odd, or not to be read', () => {
    parseHeaderSignature(header('first'), headers)
    for (let n = 0; n < 300; n += 1) parseHeaderSignature(header(`region-${n}`), headers)
    expect(saidBefore(header('first'))).toBeUndefined()
    expect(saidBefore(header('region-299'))).toBeDefined()

    const long = header('a'.repeat(1000))
    const turned = `AWS4-HMAC-SHA256 Signature=${signature}, Credential=KEY/20260102/r/s3/aws4_request, SignedHeaders=host`
    const twice = header('twice').replace(signature, `${signature}, XSignature=${signature}`)
    for (const odd of [long, turned, twice, header('spaced', `${signature} `)]) {
      parseHeaderSignature(odd, headers)
      expect(saidBefore(odd)).toBeUndefined()
    }
    const other = header('other').replace('20260102', '20260103')
    expect(outcome(other)).toEqual(['AuthorizationHeaderMalformed', expect.stringContaining('20260103')])
    expect(saidBefore(other)).toBeUndefined()
  })
})
