// The mime type of a file that was looked into; of one that was not, mime-type.ts tells by its extension.
import type { Container } from './media-facts.ts'

const types: Record<Container, { video: string; audio: string }> = {
  mp4: { video: 'video/mp4', audio: 'audio/mp4' },
  mov: { video: 'video/quicktime', audio: 'video/quicktime' },
  webm: { video: 'video/webm', audio: 'audio/webm' },
  matroska: { video: 'video/x-matroska', audio: 'audio/x-matroska' },
  ogg: { video: 'video/ogg', audio: 'audio/ogg' },
  mp3: { video: 'audio/mpeg', audio: 'audio/mpeg' },
  adts: { video: 'audio/aac', audio: 'audio/aac' },
  wav: { video: 'audio/wav', audio: 'audio/wav' },
  flac: { video: 'audio/flac', audio: 'audio/flac' },
  mpegts: { video: 'video/mp2t', audio: 'video/mp2t' },
  mpegps: { video: 'video/mpeg', audio: 'audio/mpeg' },
  mxf: { video: 'application/mxf', audio: 'application/mxf' },
  flv: { video: 'video/x-flv', audio: 'video/x-flv' },
  avi: { video: 'video/x-msvideo', audio: 'video/x-msvideo' },
  asf: { video: 'video/x-ms-wmv', audio: 'audio/x-ms-wma' },
  jpeg: { video: 'image/jpeg', audio: 'image/jpeg' },
  png: { video: 'image/png', audio: 'image/png' },
  hls: { video: 'application/vnd.apple.mpegurl', audio: 'application/vnd.apple.mpegurl' },
  dash: { video: 'application/dash+xml', audio: 'application/dash+xml' },
  smooth: { video: 'application/vnd.ms-sstr+xml', audio: 'application/vnd.ms-sstr+xml' },
}

/** @param majorBrand of an MP4: a phone's `3gp5` is a type of its own */
export function mediaMimeType(container: Container, hasVideo: boolean, majorBrand: string | null): string {
  if (container === 'mp4' && majorBrand?.startsWith('3gp')) return hasVideo ? 'video/3gpp' : 'audio/3gpp'
  return types[container][hasVideo ? 'video' : 'audio']
}
