// What is running in a call.
import type { World } from '../../../world.ts'
import { type Egress, egresses, type EgressKind } from './model.ts'

export function runningEgress(world: World, callCid: string, kind: EgressKind): Egress | undefined {
  return world.state.table(egresses).get(`${callCid}/${kind}`)
}

export function allRunning(world: World, callCid: string): readonly Egress[] {
  return world.state.table(egresses).list({ where: { callCid } })
}
