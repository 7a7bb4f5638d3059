// How far ffmpeg is, from what it prints with `-progress`: lines of KEY=VALUE, `out_time_us` among them.

/**
 * @param onTime hears how many ms of output there are
 * @returns takes the text as it comes, in any pieces
 */
export function progressReader(onTime: (ms: number) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = (rest + text).split('\n')
    // A line that does not end is not ours to keep.
    rest = (lines.pop() ?? '').slice(-1000)
    for (const line of lines) {
      // `out_time_ms` says the same, in µs too: an old mistake that nobody dares to mend. Before the first frame it is N/A, or negative.
      const [, digits] = /^out_time_us=(\d{1,15})\s*$/.exec(line) ?? []
      if (digits !== undefined) onTime(Number(digits) / 1000)
    }
  }
}

/** Percent of several runs, of which each makes `expected` ms; it never falls, and ends at `most`. */
export class Progress {
  readonly #tell: (percent: number) => void
  #last = 0

  constructor(tell: (percent: number) => void) {
    this.#tell = tell
  }

  /** @param share 0 to 1 of everything */
  reach(share: number): void {
    const percent = Math.max(0, Math.min(99, Math.floor(share * 100)))
    if (percent <= this.#last) return
    this.#last = percent
    this.#tell(percent)
  }
}
