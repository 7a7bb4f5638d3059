// The credentials of a fork: as many, and of the same kinds, as those of the original, and other ones, because credentials select worlds.
import { completeCredentials, type Credentials, type GivenCredentials } from '../credentials.ts'
import { firstId } from '../ids.ts'

export interface Fork {
  /** The name of the world that is copied. */
  from: string
  name: string
  given: GivenCredentials
  seed: number
}

/** What is not given is made from the seed and the name, and takes no id that the fork would issue next. */
export function forkCredentials(original: Credentials, { from, name, given, seed }: Fork): Credentials {
  const ids = { hex: (kind: string, length?: number) => firstId(seed, kind, length) }
  const own = completeCredentials({}, name, ids)
  return {
    // The factory is one of the rows that are copied.
    telestream: { ...own.telestream, factoryId: original.telestream.factoryId, ...withoutUndefined(given.telestream) },
    stream: given.stream ?? own.stream,
    duracloud:
      given.duracloud ??
      original.duracloud.map((user) => ({
        ...user,
        username: usernameIn(name, user.username, from),
        password: ids.hex(`credential/${name}/${user.username}-password`, 16),
      })),
    s3: given.s3 ?? own.s3,
  }
}

/** `root` of main is `root-fork` in the fork, and `root-fork-2` in a fork of that by the name of fork-2. */
function usernameIn(name: string, username: string, from: string): string {
  const end = `-${from}`
  return `${username.endsWith(end) ? username.slice(0, -end.length) : username}-${name}`
}

function withoutUndefined(given: GivenCredentials['telestream'] = {}): Partial<Credentials['telestream']> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
