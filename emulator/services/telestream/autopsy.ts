// Why a signed request was refused, with all that the world knows: for the journal, never for the wire.
import {
  accountsKnown,
  accountsOf,
  firstDifference,
  mistake,
  nearestAccount,
  type Account,
  type Mistake,
} from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import type { World } from '../../world.ts'
import type { Call } from './call.ts'
import { type Clock, diagnose, encode, quoted, type SignedRequest, type Verdict } from './signature/index.ts'

/** A signature that does not fit, or is of another time. */
export function explainSignature(
  call: Call,
  signed: SignedRequest,
  { lifetime, verdict }: { lifetime: number | undefined; verdict?: Verdict },
): Diagnosis {
  const { world } = call
  const { telestream } = world.credentials
  return diagnose(
    {
      ...signed,
      ...surroundings(call),
      ...(lifetime !== undefined && { clock: clockOf(world, lifetime) }),
      accessKey: telestream.accessKey,
      accounts: accountsKnown(world, 'telestream').filter(({ secret }) => secret !== telestream.secretKey),
    },
    verdict,
  )
}

/** An access key that is not the world's. What it was signed with may tell whose it ought to be. */
export function explainUnknownKey(call: Call, accessKey: string, signed: Omit<SignedRequest, 'secret'>): Diagnosis {
  const { exchange, world } = call
  const accounts = accountsKnown(world, 'telestream')
  const own = accounts.filter(({ service }) => service === 'telestream')
  const elsewhere = own.find(({ key }) => key === accessKey)
  if (elsewhere !== undefined) {
    const asked =
      exchange.prefix === undefined ? `the request is one to ${world.name}` : `the URL says /w/${exchange.prefix}`
    const message = `The access key is that of the world ${elsewhere.world}; ${asked}.`
    return { mistakes: [mistake('other-world', { message })] }
  }
  const swapped = own.find(({ secret }) => secret === accessKey)
  if (swapped !== undefined) return explainSwapped(call, swapped, signed)
  const other = [...accounts, ...[...world.neighbours()].slice(0, 20).flatMap(accountsOf)].find(
    ({ key, secret }) => key === accessKey || secret === accessKey,
  )
  if (other !== undefined) {
    const which = other.key === accessKey ? 'key' : 'secret'
    return {
      mistakes: [
        mistake('other-key', { message: `What was sent as the access key is the ${which} of ${other.owner}.` }),
      ],
    }
  }
  const near = nearestAccount(accessKey, own)
  const message = `No world knows the access key ${quoted(accessKey)}`
  if (near === undefined) return { mistakes: [mistake('unknown-key', { message: `${message}.` })] }
  const meant = `${message}; the nearest is ${quoted(near.key)}, ${near.owner}.`
  return withKey(call, near, signed, mistake('unknown-key', { message: meant }))
}

/** The secret was sent as the key: its place in the signature was the key's, if the two were only swapped. */
function explainSwapped(call: Call, account: Account, signed: Omit<SignedRequest, 'secret'>): Diagnosis {
  const swapped = mistake('key-secret-swapped', {
    message: `Access key and secret key of ${account.owner} are swapped.`,
  })
  const proven = diagnose({ ...signed, ...surroundings(call), secret: account.key })
  if (proven.received !== undefined) {
    const { expected, received } = proven
    const right = withAccessKey(expected.stringToSign, account.secret, account.key)
    const hidden = withAccessKey(received.stringToSign, account.secret, '…')
    return { ...sideBySide(right, hidden, account.secret), mistakes: [swapped, ...proven.mistakes] }
  }
  const message = `What was sent as the access key is the secret of ${account.owner}.`
  return {
    mistakes: [
      mistake('other-key', { message, hint: 'The access key is the other one; keep the secret to yourself.' }),
    ],
  }
}

/** What else is wrong with the request, were its key that of the account. */
function withKey(
  call: Call,
  { key, secret }: Account,
  signed: Omit<SignedRequest, 'secret'>,
  first: Mistake,
): Diagnosis {
  const found = diagnose({ ...signed, ...surroundings(call), accessKey: key, secret })
  const more = found.received === undefined ? [] : found.mistakes
  const says = found.received === undefined ? '' : ' The signature was made with its secret.'
  const sent = signed.parameters.find(({ name }) => name === 'access_key')?.value ?? ''
  const right = withAccessKey(found.expected.stringToSign, sent, key)
  return {
    ...(found.received ? sideBySide(right, found.received.stringToSign) : { expected: { stringToSign: right } }),
    mistakes: [{ ...first, message: first.message + says }, ...more],
  }
}

function withAccessKey(text: string, sent: string, meant: string): string {
  return text.replace(`access_key=${encode(sent)}`, `access_key=${encode(meant)}`)
}

/** Nothing, should a secret be left in them. */
function sideBySide(expected: string, received: string, secret?: string): Omit<Diagnosis, 'mistakes'> {
  if (
    secret !== undefined &&
    [expected, received].some((text) => text.includes(secret) || text.includes(encode(secret)))
  )
    return {}
  const difference = firstDifference(expected, received)
  return {
    expected: { stringToSign: expected },
    received: { stringToSign: received },
    ...(difference && { difference }),
  }
}

/** What a client may have put into the string to sign though it does not belong there. */
function surroundings({ exchange, file, resourcePath, world }: Call) {
  const { port } = new URL(exchange.origin)
  const mounted = exchange.path.slice(0, exchange.path.length - resourcePath.length)
  const prefixes = exchange.prefix === undefined ? [mounted] : [mounted, `/w/${exchange.prefix}${mounted}`]
  return {
    port: port === '' ? undefined : Number(port),
    prefixes,
    fileName: file?.fileName,
    factoryId: world.credentials.telestream.factoryId,
  }
}

function clockOf(world: World, lifetime: number): Clock {
  // A secret that the world made up is as old as the world; what was given may have signed long before.
  const made = world.name !== 'main' && world.beginning.credentials.telestream?.secretKey === undefined
  return {
    now: world.clock.now(),
    olderMs: lifetime,
    newerMs: lifetime,
    frozen: world.clock.mode === 'frozen',
    ...(made && { secretSince: world.bornAt }),
  }
}
