// Percent-encoding as it is signed: RFC 3986 unreserved characters stay, the rest becomes %XX of its UTF-8 bytes (§2.1).

const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'
/** What `encodeURIComponent` leaves and §2.1 encodes. */
const leftByThePlatform = "!'()*"

const plain = 0
const marked = 2
const classes = new Uint8Array(128).fill(1)
for (const character of unreserved) classes[character.charCodeAt(0)] = plain
for (const character of leftByThePlatform) classes[character.charCodeAt(0)] = marked

/** `enc` of §2.1: upper-case hex, space as `%20`. A lone surrogate counts as U+FFFD, as in any UTF-8 encoder. */
export function encode(text: string): string {
  let highest = 0
  let seen = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? classes[code] : 1
    if (kind !== undefined) seen |= kind
    if (code > highest) highest = code
  }
  if (seen === plain) return text
  const encoded = encodeURIComponent(highest < 0xd800 ? text : text.toWellFormed())
  return (seen & marked) === 0 ? encoded : encoded.replace(/[!'()*]/g, percent)
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
