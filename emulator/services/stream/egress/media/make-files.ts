// The files of a recording or a transcription, as their kind has them (§2.5, §2.7, §2.10).
import type { CallSettings, Quality } from '../../call-types/settings/index.ts'
import type { EgressFile } from '../model.ts'
import { individualFiles } from './individual.ts'
import { rawArchive } from './raw.ts'
import { compositeFile } from './composite.ts'
import { transcriptFile } from './transcript.ts'

/** What was recorded: everything that the files depend on, so that the same is made again after a crash. */
export interface Recorded {
  type: string
  callId: string
  kind: EgressFile['kind']
  sessionId: string
  /** ms */
  startedAt: number
  endedAt: number
  /** Everybody who was in the session until then. */
  userIds: string[]
  quality: Quality
  audioOnly: boolean
  outputTypes: CallSettings['individual_recording']['output_types']
  language: string
}

export interface MadeFile {
  name: string
  body: Uint8Array
  contentType: string
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
