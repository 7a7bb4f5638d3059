// A pact file as Pact's verifier gets it: each interaction under one state with its number, by which the stage knows whose turn it is.
import type { Interaction, Json, PactFile } from './pact-file.ts'

const prefix = 'stuntdouble interaction '

/** The text of the file with these of its interactions. */
export function numbered(pact: PactFile, chosen: readonly Interaction[]): string {
  const under = (interaction: Interaction): Json => {
    const { providerState: _one, provider_state: _other, providerStates: _all, ...rest } = interaction.json
    const name = `${prefix}${pact.interactions.indexOf(interaction)}`
    return { ...rest, ...(pact.version < 3 ? { providerState: name } : { providerStates: [{ name }] }) }
  }
  const inList = (name: 'interactions' | 'messages') => {
    const list = pact.json[name]
    if (!Array.isArray(list)) return {}
    return { [name]: chosen.filter(({ json }) => list.includes(json)).map(under) }
  }
  // What a broker adds would send the verifier back to it.
  const { _links: _broker, ...json } = pact.json
  return JSON.stringify({ ...json, ...inList('interactions'), ...inList('messages') })
}

/** Which interaction the verifier asks for; undefined for a state that is none of ours. */
export function numberOf(state: string): number | undefined {
  return state.startsWith(prefix) ? Number(state.slice(prefix.length)) : undefined
}
