// Individual recordings: a file for each time that a participant was there, and kind of track (§2.5). Their names are those that Stream's own tool writes (§2.10, a hint only).
import type { Presence } from '../../calls/presence.ts'
import type { MadeFile, Recorded } from './make-files.ts'
import { stretchedSample } from './stretch.ts'

/** Nobody shares a screen with a double: those kinds of tracks have no files. */
const tracks = { audio_only: 'audio', video_only: 'video', audio_video: 'both' } as const
type OutputType = keyof typeof tracks

export async function individualFiles(recorded: Recorded): Promise<MadeFile[]> {
  const files: MadeFile[] = []
  for (const presence of recorded.presences)
    for (const outputType of recorded.outputTypes)
      if (isMade(outputType)) files.push(await individualFile(recorded, presence, outputType))
  return files
}

const isMade = (outputType: string): outputType is OutputType => outputType in tracks

async function individualFile(
  { type, callId, sessionId }: Recorded,
  { userId, from, to }: Presence,
  outputType: OutputType,
): Promise<MadeFile> {
  return {
    name: `individual_${type}_${callId}_${userId}_${sessionId}_${outputType}_${from}.mkv`,
    body: await stretchedSample({ container: 'mkv', duration: to - from, tracks: tracks[outputType] }),
    contentType: 'video/x-matroska',
    startedAt: from,
    endedAt: to,
  }
}
