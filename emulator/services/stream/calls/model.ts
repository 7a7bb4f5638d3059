// Calls, their members and their sessions (§2.4).
import { defineTable } from '../../../state/table.ts'
import type { CallSettingsRequest } from '../call-types/settings/index.ts'

export interface VideoCall {
  /** Its cid, `TYPE:ID`. */
  id: string
  type: string
  callId: string
  createdById: string
  team?: string
  channelCid?: string
  custom: Record<string, unknown>
  /** Laid over the settings of its type, as they are when somebody asks. */
  settingsOverride?: CallSettingsRequest
  startsAt?: number
  endedAt?: number
  /** Whether only those may join who may join the backstage. */
  backstage: boolean
  blockedUserIds: string[]
  /** Whether it ever had members; of one that had none, none need be looked up. */
  hasMembers?: true
  /** Capabilities that users were given, or that were taken from them, in this call alone; by user id. */
  permissions?: Record<string, { granted: string[]; revoked: string[] }>
  /** The session that is open; without one nobody is in the call. */
  sessionId?: string
  /** The last one, open or ended: what answers tell of. */
  lastSessionId?: string
  /** Whether its session is open: `ongoing` of queries. */
  ongoing: boolean
  createdAt: number
  updatedAt: number
}

export const calls = defineTable<VideoCall>('stream_calls', {
  // One for each order that queries may ask for, and for each filter in the order that they have by default.
  indexes: [
    ['callId'],
    ['type'],
    ['type', 'createdAt'],
    ['team', 'createdAt'],
    ['createdById', 'createdAt'],
    ['createdAt'],
    ['updatedAt'],
    ['startsAt'],
    ['startsAt', 'createdAt'],
    ['endedAt'],
    ['endedAt', 'createdAt'],
    ['backstage', 'createdAt'],
    ['ongoing', 'createdAt'],
  ],
})

export interface Member {
  /** `CID/USER` */
  id: string
  callCid: string
  userId: string
  role?: string
  custom: Record<string, unknown>
  createdAt: number
  updatedAt: number
}

export const members = defineTable<Member>('stream_call_members', {
  indexes: [['callCid'], ['callCid', 'createdAt'], ['callCid', 'userId'], ['userId', 'callCid']],
})

export interface Participant {
  /** Of this one's time in the session; another when the user comes back. */
  userSessionId: string
  userId: string
  role: string
  joinedAt: number
}

/** A time that somebody spent in a session; still does, where it has no end. */
export interface Visit {
  userId: string
  /** ms */
  from: number
  to?: number
}

/** From when somebody joins an empty call, or is rung, until everybody is gone, it is ended, or it is too long. */
export interface Session {
  id: string
  callCid: string
  /** When the first one joined; until then members are only rung. */
  startedAt?: number
  endedAt?: number
  liveStartedAt?: number
  liveEndedAt?: number
  /** When the limit of its duration ends it. */
  timerEndsAt?: number
  participants: Participant[]
  /** Who was ever in it, and when; in the order of joining. */
  visits: Visit[]
  /** The most that were in it at once. */
  maxConcurrent: number
  /** User ids of members who were rung. */
  rung: string[]
  /** User id → ms */
  acceptedBy: Record<string, number>
  rejectedBy: Record<string, number>
  missedBy: Record<string, number>
}

/** One that somebody has joined: what can be recorded. */
export interface RunningSession extends Session {
  startedAt: number
}

export const sessions = defineTable<Session>('stream_call_sessions', {
  indexes: [['callCid'], ['callCid', 'startedAt'], ['startedAt']],
})
