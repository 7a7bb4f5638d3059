// A composite recording: one file of everybody (§2.10).
import type { MadeFile, Recorded } from './make-files.ts'
import { silentMp3 } from './silence.ts'
import { stretchedSample } from './stretch.ts'

export async function compositeFile(recorded: Recorded): Promise<MadeFile> {
  const { type, callId, quality, startedAt, endedAt, audioOnly } = recorded
  const duration = endedAt - startedAt
  if (audioOnly) {
    const name = `rec_${type}_${callId}_audio_${startedAt}.mp3`
    return { name, body: silentMp3(duration), contentType: 'audio/mpeg' }
  }
  return {
    name: `rec_${type}_${callId}_${quality}_${startedAt}.mp4`,
    body: await stretchedSample({ container: 'mp4', duration, tracks: 'both' }),
    contentType: 'video/mp4',
  }
}
