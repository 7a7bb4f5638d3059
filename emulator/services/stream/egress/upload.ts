// Uploads of what was recorded and transcribed: a file, or several, into the storage that was chosen (§2.10).
import { outageBehind } from '../../../objects/errors.ts'
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import type { Presence } from '../calls/presence.ts'
import { settingsOf } from '../calls/settings.ts'
import { deleteFromStream } from '../storages/stream-storage.ts'
import { storeFile } from '../storages/store-file.ts'
import { refuseByFault, UploadFailure } from '../storages/upload-failure.ts'
import { uploadsOf } from './forget.ts'
import { type MadeFile, makeFiles, type Recorded } from './media/make-files.ts'
import { type Egress, type EgressFile, egressFiles, type EgressKind, type FileKind } from './model.ts'
import { tellFailed, tellReady } from './uploaded.ts'

interface Upload extends Recorded {
  callCid: string
  storage: string
}

/** Within a transaction: the file that was written from `fileStartedAt` until `at` is on its way. */
export function scheduleUpload(
  world: World,
  call: VideoCall,
  egress: Egress,
  at: number,
  presences: readonly Presence[],
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
    presences: [...presences],
    quality: recording.quality,
    audioOnly: egress.kind === 'raw' ? raw_recording.audio_only : recording.audio_only,
    outputTypes: individual_recording.output_types,
    language: egress.language ?? 'auto',
  }
  const dueAt = at + uploadTime(at - egress.fileStartedAt)
  world.jobs.schedule({ kind: 'stream.egress.upload', dueAt, payload: upload, subject: uploadsOf(call.id) })
}

function isUploaded(kind: EgressKind): kind is FileKind {
  return kind !== 'frames' && kind !== 'captions' && kind !== 'hls'
}

/** §2.10: in captures a short one is ready 6.4 s to 6.7 s after it ended; the documents promise 30 s up to an hour, 60 s up to two. */
function uploadTime(duration: number): number {
  if (duration <= 5 * 60_000) return 6500
  return duration <= 3_600_000 ? 20_000 : 45_000
}

/** What the path of Stream's own storage calls them (§2.10). */
const folders: Readonly<Record<FileKind, string>> = {
  composite: 'recordings',
  individual: 'recordings',
  raw: 'recordings',
  transcription: 'transcriptions',
}

export const uploadJobs: Service['jobs'] = {
  /** Of an individual recording's files some may get there, and others not. */
  async 'stream.egress.upload'(job, world) {
    const upload = job.payload as Upload
    const effects: (() => void)[] = []
    for (const made of await makeFiles(upload)) effects.push(await uploadFile(world, upload, made, job.dueAt))
    return () => effects.forEach((tell) => tell())
  },

  /** Two weeks are over, or somebody deleted it. */
  async 'stream.file.delete'(job, world) {
    const { id, folder, name } = job.payload as { id?: string; folder: string; name: string }
    await deleteFromStream(world, { folder, name })
    return () => void (id !== undefined && world.state.table(egressFiles).delete(id))
  },
}

/** Answers what is told of it, within the transaction of the job. */
async function uploadFile(world: World, upload: Upload, made: MadeFile, at: number): Promise<() => void> {
  const { type, callId, callCid, sessionId, kind, storage } = upload
  const { name, body, contentType } = made
  const folder = `video/${folders[kind]}/${type}_${callId}`
  try {
    refuseByFault(world, 'upload', callCid)
    const url = await storeFile(world, storage, { name, folder, body, contentType })
    const file: EgressFile = {
      id: `${sessionId}/${name}`,
      callCid,
      sessionId,
      kind,
      filename: name,
      url,
      storage,
      folder,
      startedAt: made.startedAt ?? upload.startedAt,
      endedAt: made.endedAt ?? upload.endedAt,
    }
    return () => tellReady(world, file, at)
  } catch (error) {
    if (!(error instanceof UploadFailure)) throw error
    tellJournal(world, upload, error)
    return () => tellFailed(world, upload, error, at)
  }
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
    fault: outageBehind(failure)?.fault,
    ...(failure.mistakes.length > 0 && { diagnosis: { mistakes: failure.mistakes } }),
  })
}
