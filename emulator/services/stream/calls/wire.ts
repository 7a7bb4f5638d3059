// Calls, members and sessions, as they are answered (§2.4).
import type { World } from '../../../world.ts'
import { writeEgress } from '../egress/wire.ts'
import { newUser, type User, users } from '../users/model.ts'
import { writeUser } from '../users/wire.ts'
import { at } from '../wire.ts'
import { type Member, type Participant, type Session, sessions, type VideoCall } from './model.ts'
import { settingsOf } from './settings.ts'

/** CallResponse */
export function writeCall(world: World, call: VideoCall): Record<string, unknown> {
  const { apiKey } = world.credentials.stream
  const settings = settingsOf(world, call)
  const session = call.lastSessionId === undefined ? undefined : world.state.table(sessions).get(call.lastSessionId)
  const { egress, recording, transcribing, captioning } = writeEgress(world, call)
  return {
    type: call.type,
    id: call.callId,
    cid: call.id,
    current_session_id: call.sessionId ?? '',
    created_by: writeUserOf(world, call.createdById),
    custom: call.custom,
    created_at: at(call.createdAt),
    updated_at: at(call.updatedAt),
    ended_at: at(call.endedAt),
    starts_at: at(call.startsAt),
    recording,
    transcribing,
    captioning,
    translating: captioning && settings.transcription.translation?.enabled === true,
    backstage: call.backstage,
    settings,
    blocked_user_ids: call.blockedUserIds,
    join_ahead_time_seconds: settings.backstage.join_ahead_time_seconds,
    ...(call.team !== undefined && { team: call.team }),
    ...(call.channelCid !== undefined && { channel_cid: call.channelCid }),
    // SDKs put a passphrase and a token in the places of `{passphrase}` and `{token}`.
    ingress: {
      rtmp: { address: `rtmps://ingress.stream-io-video.com:443/${apiKey}.${call.type}.${call.callId}` },
      srt: { address: 'srt://ingress.stream-io-video.com:3479?passphrase={passphrase}&streamid={token}' },
      whip: { address: `https://whip.stream-io-video.com/${apiKey}/${call.type}/${call.callId}` },
    },
    egress,
    session: session ? writeSession(world, session) : null,
    thumbnails: null,
  }
}

/** CallSessionResponse */
export function writeSession(world: World, session: Session): Record<string, unknown> {
  return {
    id: session.id,
    participants: session.participants.map((participant) => writeParticipant(world, participant)),
    participants_count_by_role: countRoles(session),
    anonymous_participant_count: 0,
    accepted_by: datesOf(session.acceptedBy),
    rejected_by: datesOf(session.rejectedBy),
    missed_by: datesOf(session.missedBy),
    started_at: at(session.startedAt),
    ended_at: at(session.endedAt),
    live_started_at: at(session.liveStartedAt),
    live_ended_at: at(session.liveEndedAt),
    timer_ends_at: at(session.timerEndsAt),
  }
}

/** How many participants each role has. */
export function countRoles({ participants }: Pick<Session, 'participants'>): Record<string, number> {
  const roles: Record<string, number> = {}
  for (const { role } of participants) roles[role] = (roles[role] ?? 0) + 1
  return roles
}

/** CallParticipantResponse */
export function writeParticipant(world: World, { userId, userSessionId, role, joinedAt }: Participant) {
  return { user: writeUserOf(world, userId), user_session_id: userSessionId, role, joined_at: at(joinedAt) }
}

/** MemberResponse */
export function writeMember(world: World, member: Member): Record<string, unknown> {
  return {
    user: writeUserOf(world, member.userId),
    user_id: member.userId,
    custom: member.custom,
    ...(member.role !== undefined && { role: member.role }),
    created_at: at(member.createdAt),
    updated_at: at(member.updatedAt),
  }
}

/** Somebody who is named by what they did, also when they are deleted, or gone for good. */
export function writeUserOf(world: World, id: string): Record<string, unknown> {
  const gone = (): User => newUser(id, world.bornAt)
  return writeUser(world.state.table(users).get(id) ?? gone())
}

function datesOf(instants: Readonly<Record<string, number>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(instants).map(([id, ms]) => [id, at(ms)]))
}
