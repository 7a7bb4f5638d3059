import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleKeys, received, signBySdk, type ToSign, type WireRequest } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { authenticate, type Keys } from './authenticate.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1' }

/** `undefined` for who is believed, with a body that is what it was; else the refusal. */
async function refusalOf(wire: WireRequest, with_: Keys = keys): Promise<S3Error | undefined> {
  try {
    const { body, accessKeyId } = await authenticate(received(wire), with_)
    if (body) await new Response(body).arrayBuffer()
    return accessKeyId === undefined ? new S3Error(403, 'Anybody', 'Nobody signed this') : undefined
  } catch (error) {
    if (error instanceof S3Error) return error
    throw error
  }
}

const sign = (request: Partial<ToSign>) =>
  signBySdk({ method: 'GET', host: 'localhost:4601', path: '/my-bucket/a.mp4', now, ...request })

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
)
const wellFormed = text.map((value) => value.toWellFormed())
// A URL resolves dots before anybody sees them, and the signer takes no such name from a plain object.
const segment = wellFormed.filter((value) => !value.split('/').some((part) => part === '.' || part === '..'))
const path = fc
  .tuple(fc.constantFrom('', '/w/mine'), fc.array(segment, { minLength: 1, maxLength: 4 }))
  .map(([prefix, segments]) => `${prefix}/${segments.join('/')}`)
const query = fc.dictionary(
  fc.oneof(
    fc.constantFrom('prefix', 'list-type', 'uploads', 'delimiter'),
    wellFormed.filter((name) => name !== '' && name !== '__proto__'),
  ),
  fc.oneof(wellFormed, fc.array(wellFormed, { minLength: 1, maxLength: 3 })),
  { maxKeys: 4, noNullPrototype: true },
)
const headerValue = fc.string({ unit: fc.constantFrom(...'abcXYZ019 \t,;=/"%+éà電'), maxLength: 12 }).map(asBytes)
const headers = fc.dictionary(
  fc.constantFrom('x-amz-meta-title', 'x-amz-acl', 'content-type', 'range', 'x-amz-tagging', 'if-match'),
  headerValue,
  { noNullPrototype: true },
)
const host = fc.constantFrom('localhost:4601', '127.0.0.1', 'my-bucket.s3.us-east-1.localhost:80', '[::1]:4601')
const method = fc.constantFrom('GET', 'PUT', 'HEAD', 'DELETE', 'POST')
const parts = { method, host, path, query, headers, bytes: fc.uint8Array({ maxLength: 40 }) }
const signable = fc.record(parts)
const withBody = fc.record({
  ...parts,
  method: fc.constantFrom('PUT', 'POST'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
})

/** The signer signs UTF-8 and a header carries bytes: a client that sends other text than Latin does so. */
function asBytes(value: string): string {
  return String.fromCharCode(...new TextEncoder().encode(value))
}

function asText(value: string): string {
  return new TextDecoder().decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
}

type Signable = typeof signable extends fc.Arbitrary<infer Value> ? Value : never

/** Signs the texts, sends their bytes. */
async function signed(
  { bytes, headers: sent, ...request }: Signable,
  more: Partial<ToSign> = {},
): Promise<WireRequest> {
  const texts = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, asText(value)]))
  const hasBody = request.method === 'PUT' || request.method === 'POST'
  const wire = await sign({ ...request, headers: texts, ...(hasBody && { body: bytes }), ...more })
  const kept = Object.entries(sent).filter(([name]) => name in wire.headers)
  return { ...wire, headers: { ...wire.headers, ...Object.fromEntries(kept) } }
}

describe('a request that the SDK’s signer signed', () => {
  it('is believed, whatever it is, by header and by URL', async () => {
    await fc.assert(
      fc.asyncProperty(signable, fc.boolean(), async (request, byUrl) => {
        const wire = await signed(request, byUrl ? { expiresIn: 60 } : {})
        expect(await refusalOf(wire)).toBeUndefined()
      }),
      { numRuns: 400 },
    )
  })

  it('may have had a header in several lines', async () => {
    const wire = await sign({ headers: { 'x-amz-object-attributes': 'Checksum,ObjectSize', 'x-amz-meta-a': 'b' } })
    const joined = { ...wire.headers, 'x-amz-object-attributes': 'Checksum, ObjectSize' }
    expect(await refusalOf({ ...wire, headers: joined })).toBeUndefined()
    const other = { ...wire.headers, 'x-amz-object-attributes': 'Checksum, ETag' }
    expect((await refusalOf({ ...wire, headers: other }))?.code).toBe('SignatureDoesNotMatch')
  })

  it('is not believed when anything of it is another', async () => {
    const mutation = fc.record({
      kind: fc.constantFrom(
        'header',
        'lost',
        'added',
        'query',
        'more query',
        'path',
        'method',
        'body',
        'authorization',
      ),
      at: fc.nat(),
      character: fc.constantFrom(...'0123456789ABCDEFGHXYZ-'),
    })
    const counts = new Map<string, number>()
    // Those that speak for themselves.
    const plain = new Set(['Anybody', 'InvalidURI'])
    await fc.assert(
      fc.asyncProperty(
        // Only there is a body that can be changed.
        fc.oneof(signable, withBody),
        fc.boolean(),
        fc.array(mutation, { minLength: 20, maxLength: 20 }),
        async (request, byUrl, mutations) => {
          const wire = await signed(request, byUrl ? { expiresIn: 60 } : {})
          for (const { kind, at, character } of mutations) {
            const changed = mutate(wire, kind, at, character)
            if (!changed) continue
            const refusal = await refusalOf(changed)
            counts.set(kind, (counts.get(kind) ?? 0) + 1)
            expect([kind, refusal?.status === 400 || refusal?.status === 403 ? 'refused' : refusal]).toEqual([
              kind,
              'refused',
            ])
            expect(refusal?.diagnosis !== undefined || plain.has(refusal?.code ?? '')).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(800)
    expect(Math.min(...counts.values())).toBeGreaterThan(5)
  }, 120_000)
})

function mutate(wire: WireRequest, kind: string, at: number, character: string): WireRequest | undefined {
  const swap = (value: string) => {
    const index = value === '' ? 0 : at % value.length
    return value.slice(0, index) + character + value.slice(index + 1)
  }
  const names = Object.keys(wire.headers).filter((name) => name !== 'authorization')
  const name = names[at % Math.max(names.length, 1)]
  const changed = (() => {
    switch (kind) {
      case 'header':
        return name === undefined
          ? wire
          : { ...wire, headers: { ...wire.headers, [name]: `${wire.headers[name]}${character}` } }
      case 'lost': {
        // A header without a value is signed as one that is not there, and the URL knows the host too.
        if (name === undefined || name === 'host' || wire.headers[name]?.trim() === '') return wire
        const { [name]: _, ...rest } = wire.headers
        return { ...wire, headers: rest }
      }
      case 'added':
        return { ...wire, headers: { ...wire.headers, [`x-amz-meta-${character}`]: 'x' } }
      case 'query':
        return { ...wire, query: swap(wire.query) }
      case 'more query':
        return { ...wire, query: `${wire.query}&${character}=1` }
      case 'path': {
        const path = swap(wire.path)
        return path.startsWith('/') ? { ...wire, path } : wire
      }
      case 'method':
        return { ...wire, method: wire.method === 'PUT' ? 'POST' : 'PUT' }
      case 'body':
        // A URL is not of a body.
        return wire.body === undefined || wire.body.length === 0 || wire.headers['authorization'] === undefined
          ? wire
          : { ...wire, body: wire.body.map((byte, index) => (index === at % wire.body!.length ? byte ^ 1 : byte)) }
      default: {
        const { authorization } = wire.headers
        return authorization === undefined
          ? wire
          : { ...wire, headers: { ...wire.headers, authorization: swap(authorization) } }
      }
    }
  })()
  return JSON.stringify(changed) === JSON.stringify(wire) ? undefined : changed
}
