// What is told of a file when it is in its storage, or could not get there (§6.2).
import type { World } from '../../../world.ts'
import { sessions } from '../calls/model.ts'
import { streamS3 } from '../storages/model.ts'
import { keptFor } from '../storages/stream-storage.ts'
import type { UploadFailure } from '../storages/upload-failure.ts'
import { emit } from '../webhooks/emit.ts'
import { writeRecording, writeTranscription } from './files-wire.ts'
import { type EgressFile, egressFiles, type FileKind } from './model.ts'

/** It is listed, and its two weeks begin, when it is on Stream's storage. Within a transaction. */
export function tellReady(world: World, file: EgressFile, at: number): void {
  const { id, callCid, kind, folder, filename } = file
  // The call may have been deleted since; another one of its id does not have this session.
  if (world.state.table(sessions).get(file.sessionId)) world.state.table(egressFiles).put(file)
  if (file.storage === streamS3) {
    world.jobs.schedule({
      kind: 'stream.file.delete',
      dueAt: at + keptFor,
      payload: { id, folder, name: filename },
      subject: `${id}/expiry`,
      background: true,
    })
  }
  const fields =
    kind === 'transcription'
      ? { call_transcription: writeTranscription(file) }
      : { recording_type: kind, call_recording: writeRecording(file) }
  emit(world, { type: `call.${wordOf(kind)}_ready`, callCid, at, fields: { egress_id: '', ...fields } })
}

/** It is not listed. Within a transaction. */
export function tellFailed(
  world: World,
  { callCid, kind }: { callCid: string; kind: FileKind },
  { message }: UploadFailure,
  at: number,
): void {
  const fields = kind === 'transcription' ? { error: message } : { recording_type: kind }
  emit(world, { type: `call.${wordOf(kind)}_failed`, callCid, at, fields: { egress_id: '', ...fields } })
}

const wordOf = (kind: FileKind) => (kind === 'transcription' ? 'transcription' : 'recording')
