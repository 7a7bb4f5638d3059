// Closed captions while they run: what somebody says is told when they have said it (§2.8).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { presencesBetween, type Presence } from '../calls/presence.ts'
import { sessions } from '../calls/model.ts'
import { writeUserOf } from '../calls/wire.ts'
import { emit } from '../webhooks/emit.ts'
import { at } from '../wire.ts'
import { afterSilence, firstTurn, isFinished, say, type Talk, type Turn, type Utterance } from './media/speech.ts'
import { type Egress, egresses } from './model.ts'

interface Due {
  id: string
  sessionId: string
}

interface Said extends Due {
  utterance: Utterance
  next: Turn
}

/** Within a transaction. */
export function scheduleCaptions(world: World, egress: Egress): void {
  scheduleTurn(world, egress, firstTurn(talkOf(egress)))
}

function scheduleTurn(world: World, { id, sessionId }: Egress, turn: Turn): void {
  const payload: Due & { turn: Turn } = { id, sessionId, turn }
  schedule(world, 'stream.egress.turn', turn.from, payload)
}

/** What never ends by itself is not waited for by a clock that runs until nothing is left to do. */
function schedule(world: World, kind: string, dueAt: number, payload: Due): void {
  world.jobs.schedule({ kind, dueAt, payload, subject: payload.id, background: true })
}

export const captionJobs: Service['jobs'] = {
  /** Somebody begins to speak, if anybody is there. */
  async 'stream.egress.turn'(job, world) {
    const { turn, ...due } = job.payload as Due & { turn: Turn }
    const egress = running(world, due)
    if (!egress) return undefined
    const said = await say(talkOf(egress), turn, presencesOf(world, egress))
    return () => {
      const now = running(world, due)
      if (now && said) schedule(world, 'stream.egress.caption', said.utterance.to, { ...due, ...said } satisfies Said)
      else if (now) scheduleTurn(world, now, afterSilence(turn))
    }
  },

  /** They have said it, unless they are gone. */
  'stream.egress.caption'(job, world) {
    const { utterance, next, ...due } = job.payload as Said
    return () => {
      const egress = running(world, due)
      if (!egress) return
      if (isFinished(utterance, presencesOf(world, egress))) tellCaption(world, egress, utterance)
      scheduleTurn(world, egress, next)
    }
  },
}

function tellCaption(world: World, { callCid, language }: Egress, { speakerId, text, from, to }: Utterance): void {
  const caption = {
    id: world.ids.uuid('stream.caption'),
    text,
    speaker_id: speakerId,
    language: language === undefined || language === 'auto' ? 'en' : language,
    translated: false,
    start_time: at(from),
    end_time: at(to),
    user: writeUserOf(world, speakerId),
  }
  emit(world, { type: 'call.closed_caption', callCid, at: to, fields: { closed_caption: caption } })
}

/** The captions that the job was made for; undefined when they have ended since. */
function running(world: World, { id, sessionId }: Due): Egress | undefined {
  const egress = world.state.table(egresses).get(id)
  return egress?.sessionId === sessionId ? egress : undefined
}

function talkOf({ sessionId, startedAt, language = 'auto' }: Egress): Talk {
  return { sessionId, startedAt, language }
}

/** Who is there now has no end yet. */
function presencesOf(world: World, { sessionId, startedAt }: Egress): Presence[] {
  const session = world.state.table(sessions).get(sessionId)
  return session ? presencesBetween(session, startedAt, Infinity) : []
}
