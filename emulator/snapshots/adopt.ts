// A state that was another world's, or this one's of before, becomes that of a world.
import type { Credentials } from '../credentials.ts'
import { services } from '../service.ts'
import type { State } from '../state/state.ts'
import type { Beginning } from '../world.ts'
import { unmarkSnapshot } from './snapshot.ts'

export interface Owner {
  beginning: Beginning
  credentials: Credentials
  /** Of its ids; default: as before, so that the same calls make the same ids. */
  seed?: number | undefined
}

/** Belongs in a transaction. What services keep of credentials and hosts each of them changes itself, when it is asked next. */
export function adopt(state: State, { beginning, credentials, seed }: Owner): void {
  const before = state.read<Credentials>('credentials')
  if (!before) throw new Error('A state without credentials is no world’s')
  state.write('seed', seed ?? effectiveSeed(state))
  state.write('beginning', beginning)
  state.write('credentials', credentials)
  unmarkSnapshot(state)
  for (const { name } of services) {
    const isForeign = state.read(`seeded/${name}`) === true && formerCredentials(state, name) === undefined
    if (isForeign) state.write(former(name), before)
  }
}

/** The credentials that a service's rows still speak of; undefined when they are the world's own. */
export function formerCredentials(state: State, service: string): Credentials | undefined {
  return state.read<Credentials>(former(service))
}

export function forgetFormer(state: State, service: string): void {
  state.forget(former(service))
}

function effectiveSeed(state: State): number | undefined {
  return state.read<number>('seed') ?? state.read<Beginning>('beginning')?.seed
}

const former = (service: string) => `former/${service}`
