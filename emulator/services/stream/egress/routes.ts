// The operations on recordings, frames, transcriptions and captions (§2.1).
import type { Route } from '../route.ts'
import { startBroadcasting, stopBroadcasting } from './broadcast.ts'
import {
  deleteRecording,
  deleteTranscription,
  listRecordings,
  listSessionRecordings,
  listTranscriptions,
} from './files.ts'
import { startComposite, startFrames, startRecording, stopComposite, stopFrames, stopRecording } from './recording.ts'
import { sendCaption, startCaptions, startTranscription, stopCaptions, stopTranscription } from './speech.ts'

const one = '/video/call/:type/:id'

const route = (
  method: Route['method'],
  path: string,
  operation: string,
  handle: Route['handle'],
  serverOnly = false,
): Route => ({
  method,
  path: `${one}${path}`,
  operation,
  serverOnly,
  handle,
})

export const egressRoutes: readonly Route[] = [
  route('POST', '/recordings/:recording_type/start', 'StartRecording', startRecording),
  route('POST', '/recordings/:recording_type/stop', 'StopRecording', stopRecording),
  route('POST', '/start_recording', 'StartRecording', startComposite),
  route('POST', '/stop_recording', 'StopRecording', stopComposite),
  route('GET', '/recordings', 'ListRecordings', listRecordings),
  route('GET', '/:session/recordings', 'ListRecordings', listSessionRecordings),
  route('DELETE', '/:session/recordings/:filename', 'DeleteRecording', deleteRecording, true),
  route('POST', '/start_frame_recording', 'StartFrameRecording', startFrames),
  route('POST', '/stop_frame_recording', 'StopFrameRecording', stopFrames),
  route('POST', '/start_broadcasting', 'StartHLSBroadcasting', startBroadcasting),
  route('POST', '/stop_broadcasting', 'StopHLSBroadcasting', stopBroadcasting),
  route('POST', '/start_transcription', 'StartTranscription', startTranscription),
  route('POST', '/stop_transcription', 'StopTranscription', stopTranscription),
  route('GET', '/transcriptions', 'ListTranscriptions', listTranscriptions),
  route('DELETE', '/:session/transcriptions/:filename', 'DeleteTranscription', deleteTranscription, true),
  route('POST', '/start_closed_captions', 'StartClosedCaptions', startCaptions),
  route('POST', '/stop_closed_captions', 'StopClosedCaptions', stopCaptions),
  route('POST', '/closed_captions', 'SendClosedCaption', sendCaption),
]
