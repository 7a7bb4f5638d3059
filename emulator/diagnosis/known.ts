// The keys and secrets that the double knows beside those of the request's own account: what a client may have mixed up.
import { nearest } from '../nearest.ts'
import type { World } from '../world.ts'

export type Service = 'telestream' | 'x-api-key' | 'telestream-token' | 'stream' | 's3' | 'duracloud'

/** One pair of credentials. What stands in `secret` is never to be shown; of `x-api-key` and tokens the key is the secret. */
export interface Account {
  readonly service: Service
  readonly world: string
  /** In words: `the Telestream account of the world main`. */
  readonly owner: string
  readonly key: string
  readonly secret: string
}

/** So many worlds are looked at: a refusal is explained in a moment, however many there are. */
const mostWorlds = 100
/** A DuraCloud account has any number of users. */
const mostUsers = 50

const names: Readonly<Record<Service, string>> = {
  telestream: 'the Telestream account',
  'x-api-key': 'Telestream’s X-Api-Key',
  'telestream-token': 'Telestream’s API token',
  stream: 'the Stream app',
  s3: 'the buckets',
  duracloud: 'the DuraCloud user',
}

/** Every account of a world. */
export function accountsOf({ credentials, name }: Pick<World, 'credentials' | 'name'>): Account[] {
  const { duracloud, s3, stream, telestream } = credentials
  const account = (service: Service, key: string, secret: string, which = ''): Account => ({
    service,
    world: name,
    owner: `${names[service]}${which} of the world ${name}`,
    key,
    secret,
  })
  return [
    account('telestream', telestream.accessKey, telestream.secretKey),
    account('x-api-key', telestream.apiKey, telestream.apiKey),
    account('telestream-token', telestream.token, telestream.token),
    account('stream', stream.apiKey, stream.apiSecret),
    account('s3', s3.accessKeyId, s3.secretAccessKey),
    ...duracloud
      .slice(0, mostUsers)
      .map(({ password, username }) => account('duracloud', username, password, ` ${JSON.stringify(username)}`)),
  ]
}

/** The accounts of the world first, then those of the same service in other worlds. */
export function accountsKnown(world: World, service: Service): Account[] {
  const accounts = accountsOf(world)
  const known = [
    ...accounts.filter((account) => account.service === service),
    ...accounts.filter((a) => a.service !== service),
  ]
  let looked = 0
  for (const other of world.neighbours()) {
    if (looked === mostWorlds) break
    looked += 1
    known.push(...accountsOf(other).filter((account) => account.service === service))
  }
  return known
}

/** Longer words are not compared: the work grows with the square of the length. */
const longest = 80

/** The account whose key is nearest to what was sent; undefined when none is near. */
export function nearestAccount(sent: string, accounts: readonly Account[]): Account | undefined {
  if (sent.length > longest) return undefined
  const near = accounts.filter(
    ({ key }) => key.length <= longest && Math.abs(key.length - sent.length) <= sent.length / 3,
  )
  const best = nearest(
    sent,
    near.map(({ key }) => key),
  )
  return near.find(({ key }) => key === best)
}
