// Which addresses a double may talk to.
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * - `local`: loopback and private networks, always reachable
 * - `public`: reachable with `allowOutbound`
 * - `never`: nothing that a source or a webhook could be, so not reachable at all
 */
export type Reach = 'local' | 'public' | 'never'

export interface JudgedAddress {
  reach: Reach
  /** The address to connect to, in canonical notation. */
  address: string
  /** What kind of address it is, for a message: "a link-local address". */
  kind: string
}

// Where clouds hand credentials to whoever asks. 169.254.169.254 is link-local already; these are not.
const metadata = [
  'fd00:ec2::/32', // AWS: IMDS at fd00:ec2::254, and its neighbours
  'fd20:ce::254/128', // Google Cloud
  'fd00:42::42/128', // Scaleway
  '100.100.100.200/32', // Alibaba Cloud
  '192.0.0.192/32', // Oracle Cloud
  '168.63.129.16/32', // Azure's WireServer
].map((range) => ipaddr.parseCIDR(range))

const never = new Map<string, string>([
  ['unspecified', 'an address of "this network"'],
  ['linkLocal', 'a link-local address'],
  ['multicast', 'a multicast address'],
  ['broadcast', 'the broadcast address'],
])

const local = new Set<string>(['loopback', 'private', 'uniqueLocal'])

// An IPv6 address may be the clothes of an IPv4 one; the position of its four bytes within the sixteen.
const ipv4Inside: [range: [Address, number], at: number][] = [
  [ipaddr.parseCIDR('::/96'), 12], // IPv4-compatible, RFC 4291 (deprecated)
  [ipaddr.parseCIDR('::ffff:0:0:0/96'), 12], // translated, RFC 6145
  [ipaddr.parseCIDR('64:ff9b::/96'), 12], // NAT64, RFC 6052
  [ipaddr.parseCIDR('64:ff9b:1::/48'), 12], // NAT64 of one's own network, RFC 8215
  [ipaddr.parseCIDR('2002::/16'), 2], // 6to4, RFC 3056
]

function within(address: Address, [range, bits]: [Address, number]): boolean {
  return address.kind() === range.kind() && address.match(range, bits)
}

function judge(address: Address): JudgedAddress {
  const text = address.toString()
  if (metadata.some((range) => within(address, range))) {
    return { reach: 'never', address: text, kind: "a cloud's metadata address" }
  }
  // Servers print http://0.0.0.0:3000 and people paste it. Linux and macOS take "any address" as this machine, Windows refuses it:
  // here it is loopback everywhere.
  if (text === '0.0.0.0') return { reach: 'local', address: '127.0.0.1', kind: 'this machine' }
  if (text === '::') return { reach: 'local', address: '::1', kind: 'this machine' }

  const range = address.range()
  const barred = never.get(range)
  if (barred !== undefined) return { reach: 'never', address: text, kind: barred }
  if (local.has(range)) return { reach: 'local', address: text, kind: 'a loopback or private address' }

  // Translated addresses leave through a gateway, so even a private one within is not known to be near.
  const clothes = ipv4Inside.find(([clothed]) => within(address, clothed))
  if (clothes !== undefined) {
    const inner = judge(ipaddr.fromByteArray(address.toByteArray().slice(clothes[1], clothes[1] + 4)))
    if (inner.reach === 'never') return { reach: 'never', address: text, kind: `${inner.kind} in IPv6 clothes` }
  }
  return { reach: 'public', address: text, kind: 'a public address' }
}

/**
 * Says whether a double may connect to an address.
 * @param text an IPv4 or IPv6 address without brackets, as the WHATWG URL parser or a resolver writes it
 * @returns undefined when it is no address
 */
export function judgeAddress(text: string): JudgedAddress | undefined {
  const address = parse(text)
  return address === undefined ? undefined : judge(address)
}

function parse(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (!ipaddr.IPv6.isValid(text)) return undefined
  // ipaddr.js takes ::10.0.0.1 for ::ffff:10.0.0.1. The URL parser, which writes all of it in hex, does not.
  const [unscoped = text] = text.split('%')
  const hex = URL.parse(`http://[${unscoped}]/`)?.hostname.slice(1, -1)
  // `process` undresses IPv4-mapped IPv6 (::ffff:10.0.0.1), which the kernel connects to as IPv4.
  return hex === undefined ? undefined : ipaddr.process(hex)
}
