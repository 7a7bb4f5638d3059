import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeAddress } from './address.ts'

const reach = (text: string) => judgeAddress(text)?.reach

describe('judgeAddress', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.65.2',
    '::1',
    'fc00::1',
    'fd12:3456:789a::1',
    '::ffff:127.0.0.1',
    '::ffff:c0a8:101',
  ])('%s is local', (text) => {
    expect(reach(text)).toBe('local')
  })

  test.each([
    '93.184.216.34',
    '172.32.0.1',
    '192.169.0.1',
    '100.64.0.1',
    '198.18.0.1',
    '2606:2800:220:1::1',
    '::ffff:93.184.216.34',
    // Translated by somebody else's gateway: not known to be near.
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::10.0.0.1',
  ])('%s is public', (text) => {
    expect(reach(text)).toBe('public')
  })

  test.each([
    ['169.254.169.254', 'a link-local address'],
    ['169.254.0.1', 'a link-local address'],
    ['::ffff:169.254.169.254', 'a link-local address'],
    ['fe80::1', 'a link-local address'],
    ['fe80::1%eth0', 'a link-local address'],
    ['224.0.0.251', 'a multicast address'],
    ['ff02::1', 'a multicast address'],
    ['255.255.255.255', 'the broadcast address'],
    ['0.0.0.1', 'an address of "this network"'],
    ['fd00:ec2::254', "a cloud's metadata address"],
    ['fd20:ce::254', "a cloud's metadata address"],
    ['fd00:42::42', "a cloud's metadata address"],
    ['100.100.100.200', "a cloud's metadata address"],
    ['192.0.0.192', "a cloud's metadata address"],
    ['168.63.129.16', "a cloud's metadata address"],
    ['64:ff9b::169.254.169.254', 'a link-local address in IPv6 clothes'],
    ['64:ff9b:1::a9fe:a9fe', 'a link-local address in IPv6 clothes'],
    ['2002:a9fe:a9fe::1', 'a link-local address in IPv6 clothes'],
    ['::169.254.169.254', 'a link-local address in IPv6 clothes'],
    ['::ffff:0:169.254.169.254', 'a link-local address in IPv6 clothes'],
  ])('%s is %s and never reached', (text, kind) => {
    expect(judgeAddress(text)).toMatchObject({ reach: 'never', kind })
  })

  test.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['::ffff:0.0.0.0', '127.0.0.1'],
  ])('%s is this machine, connected to as %s', (text, address) => {
    expect(judgeAddress(text)).toMatchObject({ reach: 'local', address })
  })

  test.each(['', 'localhost', 'example.com', '127.1', '0x7f000001', '2130706433', '[::1]', '1.2.3.4.5'])(
    '%j is no address',
    (text) => {
      expect(judgeAddress(text)).toBeUndefined()
    },
  )

  test('an IPv4 address is judged the same in IPv4-mapped clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(judgeAddress(`::ffff:${text}`)).toEqual(judgeAddress(text))
      }),
    )
  })

  test('no clothes make an unreachable IPv4 address reachable', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'), (text, prefix) => {
        fc.pre(reach(text) === 'never' && !text.startsWith('0.'))
        expect(reach(`${prefix}${text}`)).toBe('never')
      }),
    )
  })
})
