// What leaves a call while it runs: recordings, frames, transcriptions, captions, a broadcast (§2.5 to §2.8).
import { defineTable } from '../../../state/table.ts'

/** Each on its own. */
export const recordingTypes = ['composite', 'individual', 'raw'] as const
export type RecordingType = (typeof recordingTypes)[number]
/** What becomes files that are listed. */
export type FileKind = RecordingType | 'transcription'
export type EgressKind = FileKind | 'frames' | 'captions' | 'hls'

/** One that is running; it is gone when it is stopped. */
export interface Egress {
  /** `CID/KIND`: a call has one of each. */
  id: string
  callCid: string
  sessionId: string
  kind: EgressKind
  /** Where its files will be put: chosen at the start, and not again (§2.9). */
  storage: string
  startedAt: number
  /** Of the file that is being written; another one begins every two hours. */
  fileStartedAt: number
  /** Of transcription and captions. */
  language?: string
}

export const egresses = defineTable<Egress>('stream_egresses', { indexes: [['callCid'], ['sessionId']] })

/** A file that was uploaded: what ListRecordings and ListTranscriptions tell. */
export interface EgressFile {
  /** `SESSION/FILENAME` */
  id: string
  callCid: string
  sessionId: string
  kind: FileKind
  filename: string
  url: string
  storage: string
  /** On Stream's own storage; there it can be deleted, and vanishes after two weeks. */
  folder: string
  startedAt: number
  endedAt: number
}

export const egressFiles = defineTable<EgressFile>('stream_egress_files', {
  indexes: [['callCid'], ['callCid', 'sessionId']],
})
