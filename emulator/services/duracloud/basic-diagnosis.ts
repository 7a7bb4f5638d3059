// What is wrong with a name and password that were refused (§1.2), for developers: the journal says it, the wire never does.
import { type Account, accountsKnown, type Mistake, mistake, nearestAccount } from '../../diagnosis/index.ts'
import type { World } from '../../world.ts'
import { type PresentedPair, presentedPairs } from './basic-shape.ts'
import { passwordMistake } from './password-mistake.ts'

const users = '`stuntdouble env` prints the users of a world; POST /_stuntdouble/worlds gives a world those of your app'

/** @param authorization the header, whole. No password appears in the answer. */
export function diagnoseBasic(world: World, authorization: string): readonly Mistake[] {
  const { pairs, mistakes } = presentedPairs(authorization)
  const accounts = accountsKnown(world, 'duracloud')
  const own = accounts.filter((one) => one.service === 'duracloud' && one.world === world.name)
  const readings = pairs.map((pair) => [...mistakes, ...pair.mistakes, ...pairMistakes(pair, own, accounts)])
  // Of several readings of the same bytes, the one under which the pair is right, or with the fewest mistakes, is what was meant.
  const [fewest = mistakes] = readings.toSorted((a, b) => weight(a) - weight(b))
  return fewest
}

function weight(mistakes: readonly Mistake[]): number {
  const isOpen = mistakes.some(({ code }) => code === 'wrong-password' || code === 'unknown-key')
  return mistakes.length + (isOpen ? 2 : 0)
}

function pairMistakes(
  { username, password }: PresentedPair,
  own: readonly Account[],
  accounts: readonly Account[],
): Mistake[] {
  const user = own.find(({ key }) => key === username)
  if (user) return ofPassword(password, user, own)
  const swapped = accounts.find(
    ({ key, secret, service }) => service === 'duracloud' && secret === username && key === password,
  )
  if (swapped)
    return [
      mistake('key-secret-swapped', {
        message: 'Name and password are swapped',
        hint: 'Basic is the base64 of NAME:PASSWORD',
      }),
    ]
  const elsewhere = accounts.find(({ key, service }) => service === 'duracloud' && key === username)
  if (elsewhere)
    return [
      mistake('other-world', {
        message: `${JSON.stringify(username)} is ${elsewhere.owner}, and the request is for another world`,
      }),
      ...ofPassword(password, elsewhere, own),
    ]
  const other = accounts.find(({ key, service }) => service !== 'duracloud' && key === username)
  if (other) return [mistake('other-key', { message: `The name is the key of ${other.owner}`, hint: users })]
  if (accounts.some(({ secret }) => secret === username))
    return [mistake('unknown-key', { message: 'The name that was sent is a secret or a password', hint: users })]
  if (username === '') return [mistake('no-credentials', { message: 'The name is empty', hint: users })]
  const near = nearestAccount(username.trim(), own)
  const shown = JSON.stringify(username.slice(0, 40))
  const unknown = mistake('unknown-key', {
    message: near
      ? `There is no user ${shown}; did you mean ${JSON.stringify(near.key)}?`
      : `There is no user ${shown}`,
    hint: users,
  })
  // Whether another password is wrong, too, is known only to who knows the user.
  const found = near && near.secret !== password ? passwordMistake(password, near.secret) : undefined
  return found ? [unknown, found] : [unknown]
}

function ofPassword(password: string, { key, secret }: Account, own: readonly Account[]): Mistake[] {
  if (password === secret) return []
  const found = passwordMistake(password, secret)
  if (found) return [found]
  const whose = own.find((one) => one.secret === password)
  const message =
    password === ''
      ? `The password of ${JSON.stringify(key)} was sent empty`
      : whose
        ? `The password is that of ${JSON.stringify(whose.key)}, not of ${JSON.stringify(key)}`
        : `The password of ${JSON.stringify(key)} is another`
  return [mistake('wrong-password', { message, hint: users })]
}

/** Of somebody whom the double took for anonymous, though a header is there. */
export function diagnoseOtherScheme(authorization: string): Mistake | undefined {
  const [scheme = ''] = /^\S*/.exec(authorization.trim()) ?? []
  if (scheme === '' || /^basic$/i.test(scheme)) return undefined
  const isPair = authorization.includes(':') || /^[A-Za-z0-9+/_-]+={0,2}$/.test(authorization.trim())
  return mistake('malformed-credentials', {
    message: isPair
      ? 'What stands in Authorization has no scheme before it'
      : `Authorization is of the scheme ${JSON.stringify(scheme.slice(0, 20))}`,
    hint: 'Authorization: Basic base64(NAME + ":" + PASSWORD), in UTF-8',
  })
}
