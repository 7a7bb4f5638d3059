// The session of a call that is open now.
import type { World } from '../../../world.ts'
import { inputError } from '../errors.ts'
import { type RunningSession, type Session, sessions, type VideoCall } from './model.ts'

/** Also one in which members are only rung. */
export function sessionOf(world: World, { sessionId }: Pick<VideoCall, 'sessionId'>): Session | undefined {
  return sessionId === undefined ? undefined : world.state.table(sessions).get(sessionId)
}

/** The one that somebody has joined. @throws {StreamError} 400/4 in the words of §1.7 */
export function requireSession(world: World, call: VideoCall): RunningSession {
  const session = sessionOf(world, call)
  if (!session || !isRunning(session)) throw inputError('there is no active session')
  return session
}

export function isRunning(session: Session): session is RunningSession {
  return session.startedAt !== undefined
}

/** A session that nobody has joined yet. */
export function newSession(id: string, callCid: string): Session {
  return {
    id,
    callCid,
    participants: [],
    visits: [],
    maxConcurrent: 0,
    rung: [],
    acceptedBy: {},
    rejectedBy: {},
    missedBy: {},
  }
}
