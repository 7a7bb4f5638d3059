// CallRecording and CallTranscription (§2.5, §2.7).
import { at } from '../wire.ts'
import type { EgressFile } from './model.ts'

export function writeTranscription({ filename, url, startedAt, endedAt, sessionId }: EgressFile) {
  return { filename, url, start_time: at(startedAt), end_time: at(endedAt), session_id: sessionId }
}

export function writeRecording(file: EgressFile) {
  return { ...writeTranscription(file), recording_type: file.kind }
}
