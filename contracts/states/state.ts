// What a provider state is: a sentence, what it takes, and how a world comes to be so.
import type { z } from 'zod'
import type { Credentials } from '../../emulator/credentials.ts'
import { strict } from '../../emulator/control/schema.ts'
import type { World } from '../../emulator/world.ts'

export type StateService = 'telestream' | 'duracloud' | 'stream' | 's3' | 'any'

/** What the verifier injects: `${videoId}`. */
export type Values = Readonly<Record<string, string | number | boolean>>

export interface StateContext {
  world: World
  /** By which the double was asked: `http://127.0.0.1:4600`. */
  origin: string
}

/** What a consumer does wrong on purpose; whoever replays its requests does so, and the world stays as it is. */
export type Misdeed = { kind: 'wrong-secret' } | { kind: 'wrong-clock'; minutes: number } | { kind: 'expired-token' }

export interface StateDescription {
  /** In plain words, as a pact names it: `a video exists`. */
  name: string
  description: string
  service: StateService
  /** What it answers, besides the credentials of its service, by name. */
  values: Readonly<Record<string, string>>
}

export interface ProviderState extends StateDescription {
  parameters: z.ZodType
  /** Makes the world so. `parameters` have been through the schema. */
  setUp: (context: StateContext, parameters: unknown) => Promise<Values>
  /** @param parameters have been through the schema */
  misdeed: (parameters: unknown) => Misdeed | undefined
}

type Output<S extends z.ZodRawShape> = z.output<ReturnType<typeof strict<S>>>

/** What JSON leaves out is not there; it is never `undefined`. */
type Parameters<S extends z.ZodRawShape> = {
  [K in keyof Output<S> as undefined extends Output<S>[K] ? never : K]: Output<S>[K]
} & {
  [K in keyof Output<S> as undefined extends Output<S>[K] ? K : never]?: Exclude<Output<S>[K], undefined>
}

/** A state of the world. A misspelt parameter is told its right name. */
export function defineState<S extends z.ZodRawShape, V extends string = never>(
  state: StateDescription & {
    parameters?: S
    values: Readonly<Record<V, string>>
    setUp: (context: StateContext, parameters: Parameters<S>) => Promise<Readonly<Record<V, Values[string]>>>
  },
): ProviderState {
  const { setUp, parameters, ...description } = state
  return {
    ...description,
    parameters: strict(parameters ?? {}),
    async setUp(context, given) {
      await prepare(context.world, state.service)
      // The schema has been there, see `findState`.
      const made = await setUp(context, given as Parameters<S>)
      return { ...credentialValues(context.world.credentials, state.service), ...made }
    },
    misdeed: () => undefined,
  }
}

/** A state of the consumer: the world is as it began. */
export function defineMisdeed<S extends z.ZodRawShape>(
  state: Pick<StateDescription, 'name' | 'description'> & {
    parameters?: S
    misdeed: (parameters: Parameters<S>) => Misdeed
  },
): ProviderState {
  const { misdeed, parameters, ...description } = state
  return {
    ...description,
    service: 'any',
    values: {},
    parameters: strict(parameters ?? {}),
    setUp: async ({ world }) => credentialValues(world.credentials, 'any'),
    misdeed: (given) => misdeed(given as Parameters<S>),
  }
}

async function prepare(world: World, service: StateService): Promise<void> {
  if (service !== 'any') await world.prepare(service)
}

/** Those that a request names, as far as they are known. Secrets stay where they are: who replays a request signs it anew. */
export function credentialValues(
  { telestream, duracloud, stream, s3 }: Partial<Credentials>,
  service: StateService,
): Record<string, string> {
  const [user] = duracloud ?? []
  if (service === 'telestream' && telestream) {
    const { accessKey, factoryId, apiKey } = telestream
    return { accessKey, factoryId, cloudId: factoryId, apiKey }
  }
  if (service === 'duracloud' && user) return { username: user.username }
  if (service === 'stream' && stream) return { apiKey: stream.apiKey }
  return service === 's3' && s3 ? { accessKeyId: s3.accessKeyId } : {}
}
