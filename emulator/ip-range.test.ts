import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressOf, inRange, isRange } from './ip-range.ts'

it.each([
  ['192.0.2.7', '192.0.2.0/24', true],
  ['192.0.3.7', '192.0.2.0/24', false],
  ['192.0.2.7', '192.0.2.9/24', true],
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.7', '192.0.2.8', false],
  ['192.0.2.7', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db8::1', '0.0.0.0/0', false],
  ['192.0.2.7', '2001:db8::/32', false],
  ['::ffff:192.0.2.7', '192.0.2.0/24', true],
  ['192.0.2.7', 'everywhere', false],
  ['192.0.2.7', '192.0.2.0/33', false],
  ['192.0.2.7', '', false],
])('%s in %j: %s', (address, range, within) => {
  expect(inRange(address, range)).toBe(within)
})

it('any address is in the range of all, and in that of itself', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect([inRange(address, '0.0.0.0/0'), inRange(address, address), inRange(address, `${address}/32`)]).toEqual([
        true,
        true,
        true,
      ])
    }),
  )
})

it.each([
  ['10.0.0.0/8', true],
  ['10.0.0.1', true],
  ['2001:db8::/32', true],
  ['10.0.0.0/8;', false],
  ['10', false],
  ['10.0.0.0/', false],
])('%j is a range: %s', (text, range) => {
  expect(isRange(text)).toBe(range)
})

it.each([
  [{ remoteAddress: '203.0.113.5' }, '203.0.113.5'],
  [{ remoteAddress: '::ffff:10.1.2.3' }, '10.1.2.3'],
  [{ remoteAddress: '::1' }, '::1'],
  [{ remoteAddress: undefined }, '127.0.0.1'],
  [{}, '127.0.0.1'],
])('the address of %j', (peer, address) => {
  expect(addressOf(peer)).toBe(address)
})
