// Uploads of what was recorded and transcribed: a file, or several, into the storage that was chosen (§2.10).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { settingsOf } from '../calls/settings.ts'
import { streamS3 } from '../storages/model.ts'
import { deleteFromStream, keptFor } from '../storages/stream-storage.ts'
import { storeFile } from '../storages/store-file.ts'
import { UploadFailure } from '../storages/upload-failure.ts'
import { emit } from '../webhooks/emit.ts'
import { makeFiles, type Recorded } from './media/make-files.ts'
import { type Egress, type EgressFile, egressFiles, type EgressKind } from './model.ts'
import { writeRecording, writeTranscription } from './files-wire.ts'

interface Upload extends Recorded {
  callCid: string
  storage: string
}

type Uploaded = Upload['kind']

/** Within a transaction: the file that was written from `fileStartedAt` until `at` is on its way. */
export function scheduleUpload(
  world: World,
  call: VideoCall,
  egress: Egress,
  at: number,
  userIds: readonly string[],
): void {
  if (!isUploaded(egress.kind)) return
  const { recording, individual_recording, raw_recording } = settingsOf(world, call)
  const upload: Upload = {
    callCid: call.id,
    type: call.type,
    callId: call.callId,
    kind: egress.kind,
    storage: egress.storage,
    sessionId: egress.sessionId,
    startedAt: egress.fileStartedAt,
    endedAt: at,
    userIds: [...userIds],
    quality: recording.quality,
    audioOnly: egress.kind === 'raw' ? raw_recording.audio_only : recording.audio_only,
    outputTypes: individual_recording.output_types,
    language: egress.language ?? 'auto',
  }
  world.jobs.schedule({
    kind: 'stream.egress.upload',
    dueAt: at + uploadTime(at - egress.fileStartedAt),
    payload: upload,
    subject: `${call.id}/upload`,
  })
}

function isUploaded(kind: EgressKind): kind is Uploaded {
  return kind !== 'frames' && kind !== 'captions' && kind !== 'hls'
}

/** §2.10: in captures a short one is ready 6.4 s to 6.7 s after it ended; the documents promise 30 s up to an hour, 60 s up to two. */
function uploadTime(duration: number): number {
  if (duration <= 5 * 60_000) return 6500
  return duration <= 3_600_000 ? 20_000 : 45_000
}

/** What the path of Stream's own storage calls them (§2.10). */
const folders: Readonly<Record<Uploaded, string>> = {
  composite: 'recordings',
  individual: 'recordings',
  raw: 'recordings',
  transcription: 'transcriptions',
}

export const uploadJobs: Service['jobs'] = {
  async 'stream.egress.upload'(job, world) {
    const upload = job.payload as Upload
    const folder = `video/${folders[upload.kind]}/${upload.type}_${upload.callId}`
    try {
      const files: EgressFile[] = []
      for (const { name, body, contentType } of await makeFiles(upload)) {
        files.push({
          id: `${upload.sessionId}/${name}`,
          callCid: upload.callCid,
          sessionId: upload.sessionId,
          kind: upload.kind,
          filename: name,
          url: await storeFile(world, upload.storage, { name, folder, body, contentType }),
          storage: upload.storage,
          folder,
          startedAt: upload.startedAt,
          endedAt: upload.endedAt,
        })
      }
      return () => files.forEach((file) => tellReady(world, file, job.dueAt))
    } catch (error) {
      if (!(error instanceof UploadFailure)) throw error
      tellJournal(world, upload, error)
      return () => tellFailed(world, upload, error, job.dueAt)
    }
  },

  /** Two weeks are over, or somebody deleted it. */
  async 'stream.file.delete'(job, world) {
    const { id, folder, name } = job.payload as { id?: string; folder: string; name: string }
    await deleteFromStream(world, { folder, name })
    return () => void (id !== undefined && world.state.table(egressFiles).delete(id))
  },
}

function tellReady(world: World, file: EgressFile, at: number): void {
  world.state.table(egressFiles).put(file)
  const { id, callCid, kind, folder, filename } = file
  if (file.storage === streamS3) {
    world.jobs.schedule({
      kind: 'stream.file.delete',
      dueAt: at + keptFor,
      payload: { id, folder, name: filename },
      subject: `${id}/expiry`,
      background: true,
    })
  }
  const transcribed = kind === 'transcription'
  emit(world, {
    type: transcribed ? 'call.transcription_ready' : 'call.recording_ready',
    callCid,
    at,
    fields: {
      egress_id: '',
      ...(transcribed
        ? { call_transcription: writeTranscription(file) }
        : { recording_type: kind, call_recording: writeRecording(file) }),
    },
  })
}

function tellFailed(world: World, { callCid, kind }: Upload, { message }: UploadFailure, at: number): void {
  const transcribed = kind === 'transcription'
  emit(world, {
    type: transcribed ? 'call.transcription_failed' : 'call.recording_failed',
    callCid,
    at,
    fields: { egress_id: '', ...(transcribed ? { error: message } : { recording_type: kind }) },
  })
}

/** The vendor says that it failed; the journal says why. */
function tellJournal(world: World, { storage, callCid, kind }: Upload, failure: UploadFailure): void {
  world.journal.record({
    at: world.clock.now(),
    service: 'stream',
    operation: 'upload',
    direction: 'out',
    method: 'PUT',
    url: `storage:${storage}/${callCid}/${kind}`,
    status: 0,
    requestHeaders: [],
    responseHeaders: [],
    durationMs: 0,
    error: `${failure.providerCode}: ${failure.message}`,
    ...(failure.mistakes.length > 0 && { diagnosis: { mistakes: failure.mistakes } }),
  })
}
