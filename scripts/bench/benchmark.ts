// What a benchmark is: something that measures, and the rows of the table that it fills.

export interface Row {
  /** What was measured: `signed GET over HTTP, requests/s`. */
  what: string
  measured: number
  unit: '×' | 'ms' | 'MiB' | 'MiB/s' | 'µs'
  /** From the design's table of targets; absent for a row that only explains. */
  target?: { most: number } | { least: number }
  /** The absolute numbers behind it, which hold on this machine alone. */
  detail: string
}

export interface Settings {
  /** Interleaved rounds of the double and its peer. */
  rounds: number
  /** Whether the double's process writes CPU profiles to .cache/bench/profiles. */
  profile: boolean
  /** Rows of the large table. */
  entities: number
  /** How long a soak goes on. */
  minutes: number
  /** Whether only what the guard compares is wanted, soon. */
  short?: boolean
}

export interface Benchmark {
  name: string
  /** It takes so long that it is run only when it is asked for. */
  onlyByName?: boolean
  run(settings: Settings): Promise<Row[]>
}

/** Undefined when the row has no target. */
export function met({ measured, target }: Row): boolean | undefined {
  if (target === undefined) return undefined
  return 'most' in target ? measured <= target.most : measured >= target.least
}
