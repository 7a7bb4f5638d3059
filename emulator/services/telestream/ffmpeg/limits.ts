// What one encoding may cost, beside the time that the operator gives it.
import { option } from './arguments.ts'

/** Pixels a side, of a picture that is written. */
export const maxSide = 8192
/** Pixels of a picture that is read. */
export const maxPixels = maxSide * maxSide
/** Seconds of media that are written. */
export const maxSeconds = 12 * 3600
/** Pictures of a video. */
export const maxPictures = 500
/** Bytes that ffmpeg may ask for at once. */
const maxAllocation = 1024 ** 3
/** Of one process: with more than these, more encodings are better. The same everywhere, because some encoders' bytes depend on it. */
export const threads = '2'

/** What every run begins with. */
export const globalArguments: readonly string[] = [
  '-hide_banner',
  '-nostdin',
  '-nostats',
  '-y',
  ...option('-loglevel', 'info'),
  ...option('-progress', 'pipe:1'),
  ...option('-max_alloc', maxAllocation),
  ...option('-filter_threads', threads),
  ...option('-filter_complex_threads', threads),
]

/** So that the same source and settings make the same bytes. */
export const reproducible: readonly string[] = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-threads', threads]
