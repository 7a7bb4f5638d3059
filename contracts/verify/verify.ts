// Verifies pact files against a provider: every interaction in a world of its own, each request signed anew.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differencesOf } from './difference.ts'
import { type NativeResult, openNative } from './native.ts'
import { numbered } from './numbered.ts'
import type { Interaction, PactFile } from './pact-file.ts'
import { CannotVerify } from './problem.ts'
import type { Provider } from './provider.ts'
import { openStage, type Play, type Played, type Stage } from './stage.ts'

export interface InteractionOutcome {
  interaction: Interaction
  /** `pending`: broken, and the file says that it may be. */
  status: 'kept' | 'broken' | 'pending' | 'skipped'
  /** What is different; of one that was skipped, why. */
  differences: readonly string[]
  /** Why the provider refused the request, in its journal's words. */
  refusal: readonly string[]
  /** ms of the provider's side, without Pact's. */
  tookMs: number
}

export interface PactOutcome {
  pact: PactFile
  outcomes: readonly InteractionOutcome[]
  /** ms of everything. */
  tookMs: number
}

/** Pact's verifier before a provider; to be closed. */
export interface Verifier extends AsyncDisposable {
  /**
   * Replays the interactions of a file, by default all of them.
   * @throws {CannotVerify} when a state cannot be set up, the provider stops answering, or credentials are missing
   */
  verify: (play: Play, isChosen?: (interaction: Interaction) => boolean) => Promise<PactOutcome>
}

/** @throws {CannotVerify} when Pact's verifier is not installed */
export async function openVerifier(provider: Provider): Promise<Verifier> {
  const native = await openNative()
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-pacts-'))
  const stage = await openStage(provider)
  let number = 0

  async function replay(play: Play, chosen: readonly Interaction[]): Promise<ReadonlyMap<Interaction, Outcome>> {
    if (chosen.length === 0) return new Map()
    const { pact } = play
    const played = stage.show(play)
    const file = join(directory, `${(number += 1)}.json`)
    await writeFile(file, numbered(pact, chosen))
    const results = await native.verify(optionsFor(pact, file, stage), patience + chosen.length * patienceEach)
    const problems = played.flatMap(({ interaction, stateProblem }) =>
      stateProblem === undefined ? [] : [`${pact.source}: "${interaction.description}": ${stateProblem}`],
    )
    const problem = stage.problem() ?? (problems.length > 0 ? problems.join('\n') : undefined)
    if (problem !== undefined) throw new CannotVerify(problem)
    return new Map(played.map((one, at) => [one.interaction, outcomeOf(one, results[at])]))
  }

  return {
    async verify(play, isChosen = () => true) {
      const begun = performance.now()
      const interactions = play.pact.interactions.filter(isChosen)
      const skipped = new Map(interactions.flatMap((one) => reasonToSkip(one, play, provider)))
      const replayed = await replay(
        play,
        interactions.filter((one) => !skipped.has(one)),
      )
      const outcomes = interactions.map((interaction): InteractionOutcome => {
        const reason = skipped.get(interaction)
        if (reason !== undefined) return { interaction, ...nothing, status: 'skipped', differences: [reason] }
        const outcome = replayed.get(interaction) ?? { ...nothing, differences: ['it was not replayed'] }
        return { interaction, ...outcome }
      })
      return { pact: play.pact, outcomes, tookMs: performance.now() - begun }
    },
    async [Symbol.asyncDispose]() {
      native.close()
      await stage.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/**
 * Verifies one file after another.
 * @param onPact hears of each when it is done
 * @throws {CannotVerify}
 */
export async function verifyPacts(
  plays: readonly Play[],
  provider: Provider,
  onPact?: (outcome: PactOutcome) => void,
): Promise<PactOutcome[]> {
  // Not `await using`, which the oldest Node that runs these sources cannot parse.
  const verifier = await openVerifier(provider)
  try {
    const all: PactOutcome[] = []
    for (const play of plays) {
      const outcome = await verifier.verify(play)
      all.push(outcome)
      onPact?.(outcome)
    }
    return all
  } finally {
    await verifier[Symbol.asyncDispose]()
  }
}

/** ms until the verifier counts as one that does not come to an end: for a file, and for each of its interactions. */
const patience = 60_000
const patienceEach = 10_000

type Outcome = Omit<InteractionOutcome, 'interaction'>

const nothing: Outcome = { status: 'broken', differences: [], refusal: [], tookMs: 0 }

function reasonToSkip(interaction: Interaction, { states }: Play, provider: Provider): [Interaction, string][] {
  if (interaction.kind === 'message' && provider.messages !== true) return [[interaction, provider.messages]]
  const needed = (states.get(interaction) ?? []).filter(({ state, parameters }) => !state.misdeed(parameters))
  if (needed.length > 0 && provider.states !== true) return [[interaction, provider.states]]
  return []
}

function optionsFor({ provider, interactions }: PactFile, file: string, stage: Stage) {
  const { port } = new URL(stage.url)
  const messages = { protocol: 'message', port: Number(port), path: stage.messagesPath, scheme: 'http' }
  return {
    provider,
    providerBaseUrl: stage.url,
    pactUrls: [file],
    providerStatesSetupUrl: stage.url + stage.statesPath,
    providerStatesSetupTeardown: false,
    transports: interactions.some(({ kind }) => kind === 'message') ? [messages] : [],
  }
}

function outcomeOf({ interaction, refusal, tookMs }: Played, result: NativeResult | undefined): Outcome {
  if (!result) return { ...nothing, differences: ['it was not replayed'], tookMs }
  if (result.result === 'OK') return { ...nothing, status: 'kept', tookMs }
  const isPending = result.pending === true || interaction.json['pending'] === true
  return { status: isPending ? 'pending' : 'broken', differences: differencesOf(result), refusal, tookMs }
}
