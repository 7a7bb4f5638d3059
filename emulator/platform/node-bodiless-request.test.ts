import fc from 'fast-check'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { bodilessRequest, headerNames } from './node-bodiless-request.ts'

function incoming(url: string, { host = '127.0.0.1:4600', method = 'GET', raw = [] as string[] } = {}) {
  return bodilessRequest(
    { method, url, headers: { host }, rawHeaders: ['Host', host, ...raw] } as unknown as IncomingMessage,
    'http',
  )
}

function heard(headers: Headers | undefined): string[][] {
  const pairs: string[][] = []
  headers?.forEach((value, name) => pairs.push([name, value]))
  return pairs
}

describe('a request without a body', () => {
  it('has the URL that `new URL` would write, or is left to the adaptor', () => {
    const pieces = fc.constantFrom(
      '/',
      'a',
      'Z',
      '%20',
      '%2e',
      '%2E',
      '.',
      '..',
      "'",
      '?',
      '&',
      '=',
      '#',
      '\\',
      '{',
      '|',
      '^',
      '<',
      '"',
      '[',
      '~',
      ':',
      '@',
    )
    const targets = fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join('')}`)
    const hosts = fc.constantFrom(
      '127.0.0.1:4600',
      'localhost',
      'EXAMPLE.com',
      '127.1',
      'a b',
      'x:80',
      'u@h',
      'a/b',
      '[::1]:4600',
      '',
    )
    fc.assert(
      fc.property(targets, hosts, (target, host) => {
        const request = incoming(target, { host })
        expect([undefined, URL.parse(`http://${host}${target}`)?.href]).toContain(request?.url)
      }),
      { numRuns: 1000 },
    )
    expect(incoming('/v3.0/videos.json?a=%2B&b=c')?.url).toBe('http://127.0.0.1:4600/v3.0/videos.json?a=%2B&b=c')
  })

  it('is one of GET and HEAD', () => {
    expect(incoming('/', { method: 'HEAD' })?.method).toBe('HEAD')
    for (const method of ['POST', 'PUT', 'DELETE', 'get']) expect(incoming('/', { method })).toBeUndefined()
  })

  it('has headers as Headers has them', () => {
    const name = fc.constantFrom('Accept', 'accept', 'Cookie', 'X-A', 'Set-Cookie')
    const value = fc.constantFrom('', 'a', ' a ', 'b\tc', 'é')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const given = incoming('/', { raw: pairs.flat() })?.headers
        const real = new Headers([['Host', '127.0.0.1:4600'], ...pairs])
        for (const one of ['ACCEPT', 'cookie', 'x-a', 'set-cookie', 'host', 'none']) {
          expect(given?.get(one)).toBe(real.get(one))
          expect(given?.has(one)).toBe(real.has(one))
        }
        expect(new Set(given && headerNames(given))).toEqual(new Set(real.keys()))
        // First what each hears, which makes no real ones where it need not.
        expect(heard(given)).toEqual(heard(real))
        expect([...(given ?? [])]).toEqual([...real])
        given?.set('x-b', '1')
        real.set('x-b', '1')
        expect(heard(given)).toEqual(heard(real))
        expect(new Set(given && headerNames(given))).toEqual(new Set(headerNames(real)))
      }),
    )
    expect(() => incoming('/')?.headers.get('a b')).toThrow(TypeError)
  })

  it('has headers of any name, however many were asked for before', () => {
    for (let n = 0; n < 600; n += 1) expect(incoming('/')?.headers.get(`X-Name-${n}`)).toBeNull()
    const { headers } = incoming('/', { raw: ['x-LAST', '1'] }) ?? {}
    expect([headers?.get('X-Last'), headers?.get('X-Name-7'), headers?.has('x-last')]).toEqual(['1', null, true])
  })

  it('is a Request to whoever looks, and can be made one', async () => {
    const request = incoming('/x', { raw: ['X-A', '1'] })
    expect(request).toBeInstanceOf(Request)
    expect(request?.headers).toBeInstanceOf(Headers)
    expect(request?.body).toBeNull()
    expect(await request?.text()).toBe('')
    const copy = request?.clone()
    expect([copy?.url, copy?.method, copy?.headers.get('x-a')]).toEqual(['http://127.0.0.1:4600/x', 'GET', '1'])
  })

  it('tells that its client has gone, whoever asks first', () => {
    const asked = incoming('/')
    expect(asked?.signal.aborted).toBe(false)
    asked?.abort()
    expect(asked?.signal.aborted).toBe(true)
    const unasked = incoming('/')
    unasked?.abort()
    expect(unasked?.signal.aborted).toBe(true)
  })
})
