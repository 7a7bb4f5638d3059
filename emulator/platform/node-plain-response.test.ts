import { expect, it } from 'vitest'
import { asResponse, PlainResponse } from './node-plain-response.ts'

const make = () => new PlainResponse('{"a":"é"}', 201, { 'content-type': 'application/json', 'x-a': '1' })

it('is a Response to whoever looks', async () => {
  expect(make()).toBeInstanceOf(Response)
  expect([make().status, make().ok, make().headers.get('X-A')]).toEqual([201, true, '1'])
  expect(await make().json()).toEqual({ a: 'é' })
  expect(await new Response(null, make()).text()).toBe('')
  expect(new Response(null, make()).headers.get('x-a')).toBe('1')
})

it('becomes a real one, with what was done to its headers', async () => {
  const response = make()
  response.headers.append('x-b', '2')
  const real = asResponse(response)
  expect([real.status, real.headers.get('x-a'), real.headers.get('x-b')]).toEqual([201, '1', '2'])
  expect(response.headers).toBe(real.headers)
  expect(await real.text()).toBe('{"a":"é"}')
  expect(response.bodyUsed).toBe(true)
})

it('is plain until somebody may have changed it', () => {
  const response = make()
  expect(response.plain).toEqual({ body: '{"a":"é"}', headers: { 'content-type': 'application/json', 'x-a': '1' } })
  response.headers.set('x-a', '2')
  expect(response.plain).toBeUndefined()
})

it('may be of bytes', async () => {
  const bytes = new Uint8Array([0, 255, 10])
  const response = new PlainResponse(bytes, 206, { 'content-length': '3' })
  expect(response.plain).toEqual({ body: bytes, headers: { 'content-length': '3' } })
  const real = asResponse(response)
  expect([real.status, real.headers.get('content-type')]).toEqual([206, null])
  expect(new Uint8Array(await real.arrayBuffer())).toEqual(bytes)
})
