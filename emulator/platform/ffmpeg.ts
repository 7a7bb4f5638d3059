// What a platform has to do for ffmpeg: a directory of its own for each encoding, and runs in it that end when they have to.

/** Thrown when there is no ffmpeg that can be used; the message says in one line why, and what to do. */
export class FfmpegUnavailable extends Error {
  override name = 'FfmpegUnavailable'
}

/** The ffmpeg of this machine, opened once and shared. */
export interface Ffmpeg {
  /** As it prints it: `5.1.9-0+deb12u1`. */
  readonly version: string
  /** Names of the encoders that it was built with: `libx264`, `aac`, … */
  readonly encoders: ReadonlySet<string>
  /** Cores that this process may use. */
  readonly cores: number
  /** Makes an empty directory, which nobody else can read. */
  openWorkspace(): Promise<FfmpegWorkspace>
  /** Ends what still runs, and removes all that is left. */
  close(): Promise<void>
}

/** A directory with plain names in it: lower-case letters, digits, dots and dashes. To be disposed of, whatever happens. */
export interface FfmpegWorkspace extends AsyncDisposable {
  /** Writes a file; when the body fails, its error is thrown. */
  write(name: string, body: ReadableStream<Uint8Array> | Uint8Array): Promise<void>
  /** What there is, by name. */
  list(): Promise<{ name: string; size: number }[]>
  /** The bytes from `start` up to and without `end`, cut to what there is. */
  readRange(name: string, start: number, end: number): Promise<Uint8Array>
  /** All of a file, as it is asked for. */
  read(name: string): ReadableStream<Uint8Array>
  /**
   * Runs ffmpeg in the directory and waits for its end.
   * @throws the reason of `run.signal`, once the process and all that it started are gone
   */
  run(run: FfmpegRun): Promise<FfmpegEnd>
}

export interface FfmpegRun {
  /** Handed over one by one: no shell sees them. */
  args: readonly string[]
  /** ms of real time; then it is killed. */
  timeLimit: number
  signal: AbortSignal
  /** Hears what it prints to its standard output, piece by piece. */
  onOutput?: (text: string) => void
}

/** How a run ended, and the beginning and the end of what it said, without names of directories of this machine. */
export type FfmpegEnd = { log: string } & (
  | { reason: 'exit'; code: number }
  /** By a signal that was not ours: a crash, or the system was out of memory. */
  | { reason: 'killed'; by: string }
  | { reason: 'time-limit' }
)
