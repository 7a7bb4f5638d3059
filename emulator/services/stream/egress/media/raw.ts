// A raw recording: one archive of everybody's tracks, and what they are (§2.5).
import { zip } from '../../../../body/zip.ts'
import { individualFiles } from './individual.ts'
import type { MadeFile, Recorded } from './make-files.ts'

export async function rawArchive(recorded: Recorded): Promise<MadeFile> {
  const { type, callId, sessionId, startedAt, endedAt, presences } = recorded
  const outputTypes: Recorded['outputTypes'] = recorded.audioOnly ? ['audio_only'] : ['audio_only', 'video_only']
  const tracks = await individualFiles({ ...recorded, outputTypes })
  const about = {
    call_cid: `${type}:${callId}`,
    session_id: sessionId,
    start_time: new Date(startedAt).toISOString(),
    end_time: new Date(endedAt).toISOString(),
    participants: [...new Set(presences.map(({ userId }) => userId))],
    tracks: tracks.map(({ name }) => name),
  }
  const metadata = { name: 'metadata.json', data: new TextEncoder().encode(`${JSON.stringify(about, null, 2)}\n`) }
  return {
    name: `raw_${type}_${callId}_${sessionId}_${startedAt}.zip`,
    body: zip([metadata, ...tracks.map(({ name, body }) => ({ name, data: body }))]),
    contentType: 'application/zip',
  }
}
