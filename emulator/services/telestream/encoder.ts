// The seam between an encoding's life and the work itself, which is simulated or done by ffmpeg.
import type { World } from '../../world.ts'
import type { Encoding, ErrorClass, Factory, MediaFields, Profile, Video } from './model.ts'

export interface EncodingTask {
  encoding: Encoding
  video: Video
  factory: Factory
  /** Missing when it was deleted meanwhile. */
  profile: Profile | undefined
}

/** What was written and what it is, or why nothing was. */
export type EncodingOutcome = (MediaFields & Pick<Encoding, 'files' | 'screenshots'>) | EncodingFailure

export interface EncodingFailure {
  errorClass: ErrorClass
  errorMessage: string
  /** For `<path>.log`, beside the message. */
  log?: string
}

export interface EncodeOptions {
  /** Hears 0 when the encoding is picked up, and then percents, each greater than the one before. */
  onProgress: (percent: number) => void
  /** Aborts when the outcome is not wanted any more. */
  signal: AbortSignal
}

export interface Encoder {
  /**
   * Writes the outputs into the factory's bucket; of one that fails, nothing stays there.
   * @throws the reason of `signal`, when it aborts
   */
  encode: (world: World, task: EncodingTask, options: EncodeOptions) => Promise<EncodingOutcome>
}

/** The one that the world's emulator was told to use. */
export async function encoderOf({ transcoder }: World): Promise<Encoder> {
  if (transcoder) {
    const { ffmpegEncoder } = await import('./ffmpeg/index.ts')
    return ffmpegEncoder(transcoder)
  }
  const { simulatedEncoder } = await import('./simulate.ts')
  return simulatedEncoder
}
