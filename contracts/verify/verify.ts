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

export interface VerifyOptions {
  /** Hears of each file when it is done. */
  onPact?: (outcome: PactOutcome) => void
}

/**
 * @throws {CannotVerify} when the provider cannot be reached or stops answering, when credentials are missing, or when Pact's verifier is not
 * installed
 */
export async function verifyPacts(
  plays: readonly Play[],
  provider: Provider,
  { onPact }: VerifyOptions = {},
): Promise<PactOutcome[]> {
  const native = await openNative()
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-pacts-'))
  const stage = await openStage(provider)
  const all: PactOutcome[] = []
  try {
    for (const [number, play] of plays.entries()) {
      const begun = performance.now()
      const { pact } = play
      const skipped = new Map(pact.interactions.flatMap((one) => reasonToSkip(one, play, provider)))
      const chosen = pact.interactions.filter((one) => !skipped.has(one))
      const played = stage.show(play)
      let results: readonly NativeResult[] = []
      if (chosen.length > 0) {
        const file = join(directory, `${number}.json`)
        await writeFile(file, numbered(pact, chosen))
        results = await native.verify(optionsFor(pact, file, stage))
      }
      const problems = played.flatMap(({ interaction, stateProblem }) =>
        stateProblem === undefined ? [] : [`${pact.source}: "${interaction.description}": ${stateProblem}`],
      )
      const problem = stage.problem() ?? (problems.length > 0 ? problems.join('\n') : undefined)
      if (problem !== undefined) throw new CannotVerify(problem)
      const outcomes = pact.interactions.map((interaction): InteractionOutcome => {
        const reason = skipped.get(interaction)
        if (reason !== undefined)
          return { interaction, status: 'skipped', differences: [reason], refusal: [], tookMs: 0 }
        const at = played.findIndex((one) => one.interaction === interaction)
        return outcomeOf(interaction, results[at], played[at])
      })
      const outcome = { pact, outcomes, tookMs: performance.now() - begun }
      all.push(outcome)
      onPact?.(outcome)
    }
  } finally {
    native.close()
    await stage.close()
    await rm(directory, { recursive: true, force: true })
  }
  return all
}

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

function outcomeOf(
  interaction: Interaction,
  result: NativeResult | undefined,
  played: Played | undefined,
): InteractionOutcome {
  if (!result || !played)
    return { interaction, status: 'broken', differences: ['it was not replayed'], refusal: [], tookMs: 0 }
  const { refusal, tookMs } = played
  if (result.result === 'OK') return { interaction, status: 'kept', differences: [], refusal: [], tookMs }
  const status = result.pending === true || interaction.json['pending'] === true ? 'pending' : 'broken'
  return { interaction, status, differences: differencesOf(result), refusal, tookMs }
}
