// Pictures of a video: single frames, at their times, each a file.
import { option } from './arguments.ts'
import { globalArguments, reproducible } from './limits.ts'
import { pictureGraph } from './picture-graph.ts'
import type { Settings } from './settings.ts'
import { watermarkInput } from './watermark.ts'

/** So many in one run: each opens the video anew, at its time. */
const together = 8

/** Names of pictures in the directory that ffmpeg runs in. */
export const stillName = /^still-\d+\.(jpg|png)$/

export interface StillsOptions {
  /** The input at a time, in ms. */
  input: (time: number) => string[]
  /** ms. */
  times: readonly number[]
  format: 'jpg' | 'png'
  /** Size and watermark, when they are not in the input already. */
  look?: { settings: Settings; filters: readonly string[]; watermark: string | undefined } | undefined
}

/** One run of ffmpeg after the other. @throws {CommandRefused} */
export function stillRuns(options: StillsOptions): string[][] {
  const runs: string[][] = []
  for (let first = 0; first < options.times.length; first += together) runs.push(stillRun(options, first))
  return runs
}

function stillRun({ input, times, format, look }: StillsOptions, first: number): string[] {
  const some = times.slice(first, first + together)
  const graphs = some.map((_, at) =>
    look ? pictureGraph(look.settings, look.filters, at, some.length) : { complex: [], args: ['-map', `${at}:V:0`] },
  )
  const complex = graphs.flatMap((graph) => graph.complex)
  const codec = format === 'jpg' ? ['-c:v', 'mjpeg', '-q:v', '2'] : ['-c:v', 'png']
  return [
    ...globalArguments,
    ...some.flatMap((time) => input(time)),
    ...(look?.watermark === undefined ? [] : watermarkInput(look.watermark)),
    ...option('-filter_complex', complex.length > 0 ? complex.join(';') : undefined),
    ...graphs.flatMap(({ args }, at) => [
      ...args,
      '-an',
      '-sn',
      '-dn',
      ...option('-frames:v', 1),
      ...codec,
      ...option('-flags:v', '+bitexact'),
      ...reproducible,
      ...option('-f', 'image2'),
      ...option('-update', 1),
      `still-${String(first + at + 1).padStart(3, '0')}.${format}`,
    ]),
  ]
}
