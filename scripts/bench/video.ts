// Videos for a benchmark's table, as a finished upload leaves them.
import type { Video } from '../../emulator/services/telestream/model.ts'

/** The id of the n-th video. */
export function videoId(n: number): string {
  return n.toString(16).padStart(32, '0')
}

export function makeVideo(n: number, factoryId: string, now: number): Video {
  const id = videoId(n)
  return {
    id,
    factoryId,
    status: 'success',
    originalFilename: `film-${n}.mp4`,
    extname: '.mp4',
    path: id,
    pathFormat: ':id',
    sourceUrl: null,
    payload: null,
    errorClass: null,
    errorMessage: null,
    hasSource: true,
    metadata: {},
    mimeType: 'video/mp4',
    duration: 14_000,
    width: 640,
    height: 480,
    fps: 25,
    fileSize: 1_000_000 + n,
    videoCodec: 'h264',
    videoBitrate: 500,
    audioCodec: 'aac',
    audioBitrate: 128,
    audioSampleRate: 44_100,
    audioChannels: 2,
    createdAt: now,
    updatedAt: now,
  }
}
