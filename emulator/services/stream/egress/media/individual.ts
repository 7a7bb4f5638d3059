// Individual recordings: a file a participant and kind of track (§2.5). Their names are those that Stream's own tool writes (§2.10, a hint only).
import type { MadeFile, Recorded } from './make-files.ts'
import { stretchedSample } from './stretch.ts'

/** Nobody shares a screen with a double: those kinds of tracks have no files. */
const tracks = { audio_only: 'audio', video_only: 'video', audio_video: 'both' } as const

export async function individualFiles(recorded: Recorded): Promise<MadeFile[]> {
  const files: MadeFile[] = []
  for (const userId of recorded.userIds) {
    for (const outputType of recorded.outputTypes) {
      if (outputType in tracks) files.push(await individualFile(recorded, userId, outputType as keyof typeof tracks))
    }
  }
  return files
}

async function individualFile(recorded: Recorded, userId: string, outputType: keyof typeof tracks): Promise<MadeFile> {
  const { type, callId, sessionId, startedAt, endedAt } = recorded
  return {
    name: `individual_${type}_${callId}_${userId}_${sessionId}_${outputType}_${startedAt}.mkv`,
    body: await stretchedSample({ container: 'mkv', duration: endedAt - startedAt, tracks: tracks[outputType] }),
    contentType: 'video/x-matroska',
  }
}
