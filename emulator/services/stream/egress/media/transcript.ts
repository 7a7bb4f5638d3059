// A transcription: what everybody said, made up out of who was there when, the same each time (§2.7).
import type { MadeFile, Recorded } from './make-files.ts'
import { afterSilence, firstTurn, isFinished, say, type Utterance } from './speech.ts'

/** A call of a day would have more lines than anybody reads. */
const mostLines = 500

export async function transcriptFile(recorded: Recorded): Promise<MadeFile> {
  const { type, callId, startedAt } = recorded
  const lines = (await conversation(recorded)).map(({ speakerId, text, from, to }) =>
    JSON.stringify({
      type: 'speech',
      start_time: new Date(from).toISOString(),
      stop_time: new Date(to).toISOString(),
      speaker_id: speakerId,
      text,
    }),
  )
  return {
    name: `transcript_${type}_${callId}_${startedAt}.jsonl`,
    body: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')),
    contentType: 'application/jsonl',
  }
}

async function conversation(recorded: Recorded): Promise<Utterance[]> {
  const { presences, endedAt } = recorded
  const lines: Utterance[] = []
  for (let turn = firstTurn(recorded); turn.from < endedAt && lines.length < mostLines;) {
    const said = await say(recorded, turn, presences)
    if (said && isFinished(said.utterance, presences)) lines.push(said.utterance)
    turn = said?.next ?? afterSilence(turn)
  }
  return lines
}
