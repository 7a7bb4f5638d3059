// The ffmpeg of an emulator, which its worlds share: the program, and whose turn at it it is.
import { openFfmpeg } from '#platform'
import type { EmulatorSettings } from './options.ts'
import type { Ffmpeg } from './platform/ffmpeg.ts'
import { Turns } from './turns.ts'

export interface Transcoder {
  ffmpeg: Ffmpeg
  turns: Turns
  /** ms of real time for one encoding. */
  timeLimit: number
}

/**
 * Opens what `encoder` asks for.
 * @returns undefined when encodings are simulated
 * @throws {FfmpegUnavailable}
 */
export async function openTranscoder(
  settings: Pick<EmulatorSettings, 'encoder' | 'ffmpegPath' | 'encoderConcurrency' | 'encodingTimeLimit'>,
): Promise<Transcoder | undefined> {
  if (settings.encoder === 'simulated') return undefined
  const ffmpeg = await openFfmpeg(settings.ffmpegPath)
  // One keeps two cores busy.
  const places = settings.encoderConcurrency ?? Math.max(1, Math.floor(ffmpeg.cores / 2))
  return { ffmpeg, turns: new Turns(places), timeLimit: settings.encodingTimeLimit }
}
