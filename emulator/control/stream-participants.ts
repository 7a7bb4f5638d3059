// POST /stream/calls/TYPE/ID/participants, DELETE …/participants/USER: who is in a call, without a media server.
import { z } from 'zod'
import type { RunningSession, VideoCall } from '../services/stream/calls/model.ts'
import type { World } from '../world.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

const type = z.string().describe('Of the call: `default`.')
const id = z.string()
const participants = '/stream/calls/{type}/{id}/participants'

export const streamSessionSchema = z.object({
  cid: z.string().describe('`type:id` of the call.'),
  sessionId: z.string().describe('Of the open session; the first who joins opens one.'),
  startedAt: answeredInstant,
  participants: z
    .array(z.object({ userId: z.string(), userSessionId: z.string(), role: z.string(), joinedAt: answeredInstant }))
    .describe('Who is in it, in the order in which they joined.'),
})

export const streamParticipants = [
  defineRoute({
    method: 'POST',
    path: participants,
    operationId: 'joinStreamCall',
    summary: 'Somebody joins a call of Stream’s',
    description:
      'What Stream’s JoinCall does by a user’s token, for tests that have none: a session begins with the first, so that recordings and transcriptions can be started. A user who is not there is made; who is in the call already stays as they are. The backstage and the grants of the call type are not asked.',
    scope: 'world',
    params: strict({ type, id }),
    body: strict({
      user_id: z
        .string()
        .regex(/^!?[\w@-]+$/, 'Expected letters, digits, @, _ and -')
        .max(255),
      role: z.string().min(1).optional().describe('In this call. Default: the user’s.'),
    }),
    answers: { 200: { description: 'The session that they are in.', schema: streamSessionSchema } },
    errors: {
      'not-found': 'There is no such call.',
      conflict: 'The user is blocked in the call, or the call is full.',
    },
    async handle({ params, body }, { world }) {
      const { join } = await import('../services/stream/calls/sessions.ts')
      const { StreamError } = await import('../services/stream/errors.ts')
      const call = await findCall(world, params)
      if (call.blockedUserIds.includes(body.user_id))
        throw new ControlError('conflict', `${body.user_id} is blocked in ${call.id}`)
      try {
        const session = world.state.transaction(() => join(world, call.id, body.user_id, body.role))
        return { status: 200, body: describeSession(session) }
      } catch (error) {
        if (error instanceof StreamError) throw new ControlError('conflict', `${call.id}: ${error.message}`)
        throw error
      }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: `${participants}/{user}`,
    operationId: 'leaveStreamCall',
    summary: 'Somebody leaves a call of Stream’s',
    description:
      'When nobody is left, the session ends after the call’s `session.inactivity_timeout_seconds`, by the world’s clock; recordings are then uploaded.',
    scope: 'world',
    params: strict({ type, id, user: z.string().describe('Id of the user.') }),
    answers: { 204: { description: 'They are out.' } },
    errors: { 'not-found': 'There is no such call, or the user is not in it.' },
    async handle({ params }, { world }) {
      const { leave } = await import('../services/stream/calls/sessions.ts')
      const call = await findCall(world, params)
      const wasThere = world.state.transaction(() => leave(world, call.id, params.user))
      if (!wasThere) throw new ControlError('not-found', `${params.user} is not in ${call.id}`)
      return { status: 204 }
    },
  }),
]

/** In a world whose beginning is in place and whose due jobs have run: it may have been seeded with calls, or a session have ended. */
async function findCall(world: World, params: { type: string; id: string }): Promise<VideoCall> {
  await world.prepare('stream')
  await world.jobs.settle()
  const { lookUpCall } = await import('../services/stream/calls/find.ts')
  const cid = `${params.type}:${params.id}`
  const call = lookUpCall(world, cid)
  if (!call) throw new ControlError('not-found', `There is no call ${cid}; GetOrCreateCall makes it`)
  return call
}

function describeSession(session: RunningSession): z.output<typeof streamSessionSchema> {
  return {
    cid: session.callCid,
    sessionId: session.id,
    startedAt: iso(session.startedAt),
    participants: session.participants.map((participant) => ({
      ...participant,
      joinedAt: iso(participant.joinedAt),
    })),
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
