// From a number to a request: which API, what of it, whether it is as recorded or as a table has it, and who sends it.
import { Chance } from './chance.ts'
import type { Credential, HostileRequest, Sketch } from './hostile-request.ts'
import type { Known } from './known.ts'
import { mutate } from './mutate.ts'
import { recordedRequests } from './recorded.ts'
import type { Signer, Surface } from './surface.ts'
import { controlSurface } from './surfaces/control.ts'
import { bridgeSurface, duracloudSurface } from './surfaces/duracloud.ts'
import { s3Surface } from './surfaces/s3.ts'
import { streamSurface } from './surfaces/stream.ts'
import { flipSurface, signedSurface, storesSurface, uploadSurface } from './surfaces/telestream.ts'

/** Who sends, and what there is to ask for. */
export interface Party {
  signer: Signer
  known: Known
}

export interface Parties {
  /** Its requests are signed as they should be. */
  valid: Party
  /** Nobody may do anything here. */
  guarded: Party
}

export type MakeRequest = (seed: number, number: number, parties: Parties) => HostileRequest

/** @param openapi the control API's document */
export async function requestMaker(openapi: unknown): Promise<MakeRequest> {
  const recorded = await recordedRequests()
  const surfaces = [
    signedSurface,
    flipSurface,
    storesSurface,
    uploadSurface,
    duracloudSurface,
    bridgeSurface,
    streamSurface(),
    s3Surface,
    controlSurface(openapi),
  ]
  const tickets = surfaces.flatMap((surface) => Array<Surface>(surface.weight).fill(surface))
  const byDialect = new Map(surfaces.map((surface) => [surface.dialect, surface]))
  return function makeRequest(seed, number, parties) {
    const chance = new Chance(seed, number)
    const credential: Credential = chance.one(0.75) ? 'valid' : chance.one(0.5) ? 'forged' : 'none'
    const found = chance.one(0.25) ? chance.pick(recorded) : undefined
    const surface = (found && byDialect.get(found.dialect)) ?? chance.pick(tickets)
    // Whoever knows the location of an upload needs no other credential.
    const who = surface.dialect === 'telestream-upload' ? 'valid' : credential
    const { known, signer } = who === 'valid' ? parties.valid : parties.guarded
    const made = found ? mutate(found, chance) : surface.sketch(chance, known)
    const sketch = found || chance.one(0.9) ? made : mutate(made, chance)
    return {
      number,
      dialect: sketch.dialect,
      credential: who,
      method: sketch.method,
      ...signed(surface, sketch, signer, who, chance),
    }
  }
}

function signed(surface: Surface, sketch: Sketch, signer: Signer, credential: Credential, chance: Chance) {
  const sent = surface.sign(sketch, signer, credential, chance)
  const body = sketch.method === 'GET' || sketch.method === 'HEAD' ? undefined : sent.body
  return { ...sent, body }
}
