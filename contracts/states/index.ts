// The registry of provider states: what a pact may say that a world is like.
import type { World } from '../../emulator/world.ts'
import { anyStates } from './any.ts'
import { duracloudStates } from './duracloud.ts'
import { nearestStates } from './nearest-states.ts'
import { StateRefused } from './refused.ts'
import { s3States } from './s3.ts'
import type { ProviderState, StateContext, Values } from './state.ts'
import { streamStates } from './stream.ts'
import { telestreamStates } from './telestream.ts'
import { webhookStates } from './webhooks.ts'

export { credentialValues, type Misdeed, type ProviderState, type StateService, type Values } from './state.ts'
export { StateRefused } from './refused.ts'

/** By service, in the order in which the page lists them. */
export const states: readonly ProviderState[] = [
  ...telestreamStates,
  ...duracloudStates,
  ...streamStates,
  ...s3States,
  ...webhookStates,
  ...anyStates,
]

const byName = new Map(states.map((state) => [normal(state.name), state]))

/** A state with parameters that it takes. */
export interface ReadState {
  state: ProviderState
  parameters: unknown
}

/**
 * Understands a state as a pact has it. Case, spaces and a full stop at the end make no difference.
 * @throws {StateRefused} for an unknown name, with the nearest ones, and for parameters that it does not take
 */
export function readState(name: string, given: Readonly<Record<string, unknown>> = {}): ReadState {
  const state = byName.get(normal(name))
  if (!state)
    throw new StateRefused(
      name,
      `there is none of that name${nearestStates(
        name,
        states.map(({ name }) => name),
      )}`,
    )
  const result = state.parameters.safeParse(given)
  if (result.success) return { state, parameters: result.data }
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new StateRefused(state.name, `${where === '' ? '' : `${where}: `}${issue?.message ?? 'Invalid input'}`)
}

/**
 * Makes a world so.
 * @returns what the verifier injects: ids, and the credentials of the state's service
 * @throws {StateRefused} also when the world cannot be made so
 */
export function setUpState({ state, parameters }: ReadState, context: StateContext): Promise<Values> {
  return state.setUp(context, parameters).catch((error: unknown) => {
    if (error instanceof StateRefused || !(error instanceof Error)) throw error
    throw new StateRefused(state.name, error.message, { cause: error })
  })
}

/** The same by name. */
export function setUp(
  world: World,
  origin: string,
  name: string,
  given?: Readonly<Record<string, unknown>>,
): Promise<Values> {
  return setUpState(readState(name, given), { world, origin })
}

function normal(name: string): string {
  return name.trim().replace(/\.$/, '').replaceAll(/\s+/g, ' ').toLowerCase()
}
