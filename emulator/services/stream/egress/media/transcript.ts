// A transcription: what everybody said, made up out of who they are, the same each time (§2.7).
import type { MadeFile, Recorded } from './make-files.ts'
import { conversation } from './conversation.ts'

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
