// What a client sent instead of the key or token that is wanted. These are secrets: no message shows one.
import {
  type Account,
  accountsKnown,
  accountsOf,
  type Mistake,
  mistake,
  nearestAccount,
} from '../../diagnosis/index.ts'
import type { Call } from './call.ts'
import type { Exchange } from '../../exchange.ts'
import type { World } from '../../world.ts'

type Wanted = 'x-api-key' | 'telestream-token'

const words: Readonly<Record<Wanted, { name: string; hint: string }>> = {
  'x-api-key': {
    name: 'X-Api-Key',
    hint: '`stuntdouble env` prints it as TELESTREAM_API_KEY; POST /_stuntdouble/worlds gives a world the key that your app has.',
  },
  'telestream-token': {
    name: 'token',
    hint: 'A token begins with clou_; that of the first cloud is among the credentials of its world, GET /_stuntdouble/worlds/NAME.',
  },
}

/** @param sent what is neither the world's nor anybody's, as far as that was looked for */
export function unknownToken({ exchange, world }: Call, sent: string): Mistake {
  return unknownKey(exchange, world, 'telestream-token', sent)
}

export function unknownApiKey(exchange: Exchange, sent: string): Mistake {
  return unknownKey(exchange, exchange.world, 'x-api-key', sent)
}

function unknownKey({ prefix }: Exchange, world: World, wanted: Wanted, sent: string): Mistake {
  const { hint, name } = words[wanted]
  const accounts = accountsKnown(world, wanted)
  const own = accounts.filter(({ service }) => service === wanted)
  const elsewhere = own.find(({ key, world: where }) => key === sent && where !== world.name)
  if (elsewhere !== undefined) {
    const asked = prefix === undefined ? `the request is one to ${world.name}` : `the URL says /w/${prefix}`
    return mistake('other-world', { message: `The ${name} is that of the world ${elsewhere.world}; ${asked}.` })
  }
  if (own.some(({ key }) => key === sent.trim())) return mistake('secret-whitespace')
  if (own.some(({ key }) => `"${key}"` === sent || `'${key}'` === sent)) return mistake('secret-quoted')
  const other = otherAccount([...accounts, ...[...world.neighbours()].slice(0, 20).flatMap(accountsOf)], sent)
  if (other !== undefined) return mistake('other-key', { message: `What was sent as ${name} is ${other}.`, hint })
  const near = nearestAccount(sent, own)
  const nearby = near === undefined ? '' : `; it is nearly that of the world ${near.world}`
  const shown = `${JSON.stringify(sent.slice(0, 5))}…, of length ${sent.length}`
  return mistake('unknown-key', { message: `No world knows this ${name} (${shown})${nearby}.`, hint })
}

function otherAccount(accounts: readonly Account[], sent: string): string | undefined {
  const found = accounts.find(({ key, secret }) => key === sent || secret === sent)
  if (found === undefined) return undefined
  if (found.key === found.secret) return found.owner
  return `the ${found.key === sent ? 'key' : 'secret'} of ${found.owner}`
}
