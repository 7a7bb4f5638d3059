// Addresses and the ranges that they are in: CIDR, or one address alone.
import ipaddr from 'ipaddr.js'
import type { Peer } from './peer.ts'

/** The address of a peer, IPv4 where it is IPv4 in IPv6's clothes; that of this machine when the face does not know. */
export function addressOf({ remoteAddress }: Peer): string {
  return remoteAddress !== undefined && ipaddr.isValid(remoteAddress)
    ? ipaddr.process(remoteAddress).toString()
    : '127.0.0.1'
}

/** Whether a text is `192.0.2.0/24`, `2001:db8::/32`, or an address. */
export function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(text) || (!text.includes('/') && isAddress(text))
}

/** Whether an address is in a range; none is in what is no range. */
export function inRange(address: string, range: string): boolean {
  if (!isRange(range)) return false
  const one = ipaddr.process(address)
  const [network, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.parse(range), undefined]
  if (network.kind() !== one.kind()) return false
  return one.match(network, bits ?? (one.kind() === 'ipv4' ? 32 : 128))
}

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}
