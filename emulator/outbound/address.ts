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
const metadata = parsedLater([
  'fd00:ec2::/32', // AWS: IMDS at fd00:ec2::254, and its neighbours
  'fd20:ce::254/128', // Google Cloud
  'fd00:42::42/128', // Scaleway
  '100.100.100.200/32', // Alibaba Cloud
  '192.0.0.192/32', // Oracle Cloud
  '168.63.129.16/32', // Azure's WireServer
])

const never = new Map<string, string>([
  ['unspecified', 'an address of "this network"'],
  ['linkLocal', 'a link-local address'],
  ['multicast', 'a multicast address'],
  ['broadcast', 'the broadcast address'],
])

const local = new Set<string>(['loopback', 'private', 'uniqueLocal'])

// An IPv6 address may be the clothes of an IPv4 one, whose four bytes are the last of the sixteen, or follow the first two.
const ipv4Last = parsedLater([
  '::/96', // IPv4-compatible, RFC 4291 (deprecated)
  '::ffff:0:0:0/96', // translated, RFC 6145
  '64:ff9b::/96', // NAT64, RFC 6052
  '64:ff9b:1::/48', // NAT64 of one's own network, RFC 8215
])
const ipv4AfterTwo = parsedLater(['2002::/16']) // 6to4, RFC 3056

/** Parsed when an address is judged first: every double starts, and few talk to anybody. */
function parsedLater(ranges: readonly string[]): () => [Address, number][] {
  let parsed: [Address, number][] | undefined
  return () => (parsed ??= ranges.map((range) => ipaddr.parseCIDR(range)))
}

function within(address: Address, [range, bits]: [Address, number]): boolean {
  return address.kind() === range.kind() && address.match(range, bits)
}

function positionOfIpv4(address: Address): number | undefined {
  if (ipv4Last().some((range) => within(address, range))) return 12
  return ipv4AfterTwo().some((range) => within(address, range)) ? 2 : undefined
}

function judge(address: Address): JudgedAddress {
  const text = address.toString()
  if (metadata().some((range) => within(address, range))) {
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
  const at = positionOfIpv4(address)
  if (at !== undefined) {
    const inner = judge(ipaddr.fromByteArray(address.toByteArray().slice(at, at + 4)))
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
