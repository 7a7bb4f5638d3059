// Events of people who come and go, each followed by how many there are now.
import type { World } from '../../../world.ts'
import { emit } from '../webhooks/emit.ts'
import type { Participant, Session } from './model.ts'
import { countRoles, writeParticipant } from './wire.ts'

/** Within the transaction of the change. */
export function tellParticipant(
  world: World,
  session: Session,
  participant: Participant,
  what: 'joined' | 'left',
  more: Readonly<Record<string, unknown>> = {},
): void {
  const { id, callCid } = session
  emit(world, {
    type: `call.session_participant_${what}`,
    callCid,
    fields: { session_id: id, participant: writeParticipant(world, participant), ...more },
  })
  emit(world, {
    type: 'call.session_participant_count_updated',
    callCid,
    fields: { session_id: id, participants_count_by_role: countRoles(session), anonymous_participant_count: 0 },
  })
}
