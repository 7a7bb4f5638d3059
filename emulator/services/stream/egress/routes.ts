// The operations on recordings, frames, transcriptions and captions (§2.1).
import { type Route, route } from '../route.ts'
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

export const egressRoutes: readonly Route[] = [
  route('POST', `${one}/recordings/:recording_type/start`, 'StartRecording', startRecording),
  route('POST', `${one}/recordings/:recording_type/stop`, 'StopRecording', stopRecording),
  route('POST', `${one}/start_recording`, 'StartRecording', startComposite),
  route('POST', `${one}/stop_recording`, 'StopRecording', stopComposite),
  route('GET', `${one}/recordings`, 'ListRecordings', listRecordings),
  route('GET', `${one}/:session/recordings`, 'ListRecordings', listSessionRecordings),
  route('DELETE', `${one}/:session/recordings/:filename`, 'DeleteRecording', deleteRecording, true),
  route('POST', `${one}/start_frame_recording`, 'StartFrameRecording', startFrames),
  route('POST', `${one}/stop_frame_recording`, 'StopFrameRecording', stopFrames),
  route('POST', `${one}/start_broadcasting`, 'StartHLSBroadcasting', startBroadcasting),
  route('POST', `${one}/stop_broadcasting`, 'StopHLSBroadcasting', stopBroadcasting),
  route('POST', `${one}/start_transcription`, 'StartTranscription', startTranscription),
  route('POST', `${one}/stop_transcription`, 'StopTranscription', stopTranscription),
  route('GET', `${one}/transcriptions`, 'ListTranscriptions', listTranscriptions),
  route('DELETE', `${one}/:session/transcriptions/:filename`, 'DeleteTranscription', deleteTranscription, true),
  route('POST', `${one}/start_closed_captions`, 'StartClosedCaptions', startCaptions),
  route('POST', `${one}/stop_closed_captions`, 'StopClosedCaptions', stopCaptions),
  route('POST', `${one}/closed_captions`, 'SendClosedCaption', sendCaption),
]
