// The secrets that a client may have signed with, when it was not the right one. None of them is ever named.
import type { MistakeCode } from './codes.ts'
import type { Account } from './known.ts'

export type KnownSecret = Pick<Account, 'owner' | 'secret'>

export interface OtherSecret {
  /** What happened. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  readonly code: MistakeCode
  readonly secret: string
  readonly likely: boolean
}

/** Whoever has more accounts is told of the first. */
const mostKnown = 48

/** Each once, the likely ones first. */
export function* otherSecrets(secret: string, id: string, known: Iterable<KnownSecret>): Generator<OtherSecret> {
  const seen = new Set([secret])
  for (const other of variants(secret, id, known)) {
    if (seen.has(other.secret)) continue
    seen.add(other.secret)
    yield other
  }
}

function* variants(secret: string, id: string, known: Iterable<KnownSecret>): Generator<OtherSecret> {
  yield {
    code: 'key-as-secret',
    secret: id,
    likely: true,
    message: 'The key was used as the secret, too',
    hint: 'See which of the two your configuration hands over as what',
  }
  const hint = 'Trim the secret where it is read: a file or a variable often ends with a line end, a .env has quotes'
  const spaced: [string, string][] = [
    [`${secret}\n`, 'with a line end behind it'],
    [`${secret} `, 'with a space behind it'],
    [`${secret}\r\n`, 'with a line end behind it'],
    [`"${secret}"`, 'with quotes around it'],
    [`'${secret}'`, 'with quotes around it'],
    [` ${secret}`, 'with a space before it'],
    [`${secret}\r`, 'with a carriage return behind it'],
    [secret.trim(), 'without the white space around it'],
    [`${secret}\t`, 'with a tab behind it'],
  ]
  for (const [at, [other, how]] of spaced.entries())
    yield {
      code: how.includes('quotes') ? 'secret-quoted' : 'secret-whitespace',
      secret: other,
      likely: at < 5,
      message: `The secret was used ${how}`,
      hint,
    }
  let count = 0
  for (const { secret: other, owner } of known) {
    if (other === secret || (count += 1) > mostKnown) continue
    yield {
      code: 'other-secret',
      secret: other,
      likely: count <= 4,
      message: `The secret is that of ${owner}`,
      hint: 'Key and secret belong together: `stuntdouble env` prints those of a world',
    }
  }
  yield {
    code: 'other-secret',
    secret: '',
    likely: false,
    message: 'The secret was empty',
    hint: 'See whether the variable of the secret is set where the client runs',
  }
  yield* encoded(secret)
  const [cut = ''] = /^[^$#&;/+=%"'\\\s]*/.exec(secret) ?? []
  if (cut.length > 0 && cut.length < secret.length)
    yield {
      code: 'secret-cut',
      secret: cut,
      likely: false,
      message: 'The secret was cut at its first special character',
      hint: 'Put it into single quotes: a shell or a .env reads $ and # otherwise, and a URL %, + and /',
    }
}

function* encoded(secret: string): Generator<OtherSecret> {
  const hint = 'Use the very characters of the secret'
  const ways: [string | undefined, string][] = [
    [encodeURIComponent(secret.toWellFormed()), 'percent-encoded'],
    [unescaped(secret), 'percent-decoded'],
    [binary(() => atob(secret.replaceAll('-', '+').replaceAll('_', '/'))), 'base64-decoded'],
    [binary(() => btoa(secret)), 'base64-encoded'],
    [/^(?:[0-9a-f]{2})+$/i.test(secret) ? fromHex(secret) : undefined, 'read as hex'],
    [secret.toLowerCase(), 'in lower case'],
    [secret.toUpperCase(), 'in upper case'],
  ]
  for (const [other, how] of ways)
    if (other !== undefined)
      yield { code: 'secret-encoded', secret: other, likely: false, message: `The secret was used ${how}`, hint }
}

function unescaped(text: string): string | undefined {
  return binary(() => decodeURIComponent(text))
}

function fromHex(text: string): string {
  return text.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)))
}

function binary(work: () => string): string | undefined {
  try {
    return work()
  } catch {
    // Then nobody has encoded it so.
    return undefined
  }
}
