// What is wrong with an API key that was refused.
import { type Account, accountsKnown, type Mistake, mistake, nearestAccount } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import type { World } from '../../world.ts'
import { diagnoseToken } from './token-diagnosis.ts'

const howToGetOne =
  '`stuntdouble env` prints STREAM_API_KEY; POST /_stuntdouble/worlds gives a world the key of your app'

/** @param token what came with the key: it may have a mistake of its own */
export function diagnoseKey(world: World, apiKey: string | undefined, token: string): Diagnosis {
  if (!apiKey)
    return { mistakes: [mistake('no-credentials', { message: 'There is no api_key in the query', hint: howToGetOne })] }
  const accounts = accountsKnown(world, 'stream')
  const { found, app, isSwapped } = keyMistake(apiKey, accounts)
  if (token === '') return { mistakes: [found] }
  const ofToken = diagnoseToken(world, token, app)
  // Whoever swapped the two signs with the key.
  const mistakes = isSwapped ? ofToken.mistakes.filter(({ code }) => code !== 'key-as-secret') : ofToken.mistakes
  return { ...ofToken, mistakes: [found, ...mistakes] }
}

function keyMistake(
  apiKey: string,
  accounts: readonly Account[],
): { found: Mistake; app?: Account; isSwapped?: boolean } {
  const apps = accounts.filter(({ service }) => service === 'stream')
  const swapped = apps.find(({ secret }) => secret === apiKey)
  if (swapped)
    return {
      found: mistake('key-secret-swapped', {
        message: `The api_key that was sent is the secret of ${swapped.owner}`,
        hint: 'new StreamClient(KEY, SECRET): the secret comes second, and never leaves the server',
      }),
      app: swapped,
      isSwapped: true,
    }
  const named = apps.find(({ key }) => key === apiKey)
  if (named)
    return {
      found: mistake('other-world', {
        message: `The api_key is that of ${named.owner}, and the URL names another world`,
      }),
      app: named,
    }
  const other = accounts.find(({ key, secret }) => key === apiKey || secret === apiKey)
  if (other)
    return {
      found: mistake('other-key', { message: `The api_key is a key or secret of ${other.owner}`, hint: howToGetOne }),
    }
  const near = nearestAccount(apiKey.trim(), apps)
  const shown = JSON.stringify(apiKey.slice(0, 40))
  const message = near
    ? `There is no API key ${shown}; did you mean ${JSON.stringify(near.key)}, that of ${near.owner}?`
    : `There is no API key ${shown}`
  return { found: mistake('unknown-key', { message, hint: howToGetOne }), ...(near && { app: near }) }
}
