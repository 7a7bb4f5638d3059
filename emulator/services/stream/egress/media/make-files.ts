// The files of a recording or a transcription, as their kind has them (§2.5, §2.7, §2.10).
import type { Presence } from '../../calls/presence.ts'
import type { CallSettings, Quality } from '../../call-types/settings/index.ts'
import type { FileKind } from '../model.ts'
import { individualFiles } from './individual.ts'
import { rawArchive } from './raw.ts'
import { compositeFile } from './composite.ts'
import { transcriptFile } from './transcript.ts'

/** What was recorded: everything that the files depend on, so that the same is made again after a crash. */
export interface Recorded {
  type: string
  callId: string
  kind: FileKind
  sessionId: string
  /** ms */
  startedAt: number
  endedAt: number
  /** Everybody who was in the session meanwhile, and when. */
  presences: Presence[]
  quality: Quality
  audioOnly: boolean
  outputTypes: CallSettings['individual_recording']['output_types']
  language: string
}

export interface MadeFile {
  name: string
  body: Uint8Array
  contentType: string
  /** ms; where it is of a part of what was recorded. */
  startedAt?: number
  endedAt?: number
}

export async function makeFiles(recorded: Recorded): Promise<MadeFile[]> {
  switch (recorded.kind) {
    case 'composite':
      return [await compositeFile(recorded)]
    case 'individual':
      return individualFiles(recorded)
    case 'raw':
      return [await rawArchive(recorded)]
    case 'transcription':
      return [await transcriptFile(recorded)]
  }
}
