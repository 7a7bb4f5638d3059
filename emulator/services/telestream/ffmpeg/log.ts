// What ffmpeg said when it failed: a log for the client, and the one line of it that says why.
import type { FfmpegEnd } from '../../../platform/ffmpeg.ts'

/** Addresses in memory are of no use to anybody, and differ from run to run. */
export function readable(log: string): string {
  return log.replaceAll(/ @ 0x[0-9a-f]+\]/g, ']')
}

/** One line about how a run ended that did not end well. */
export function describeEnd(end: FfmpegEnd, timeLimit: number): string {
  switch (end.reason) {
    case 'time-limit':
      return `ffmpeg was stopped after ${timeLimit / 1000} s, the most that an encoding may take`
    case 'killed':
      return `ffmpeg was ended by ${end.by}`
    case 'exit':
      return `ffmpeg ended with ${end.code}: ${lastWords(end.log)}`
  }
}

/** Whether it could not make sense of the source itself. */
export function blamesSource(log: string): boolean {
  return /^(file:)?source: |^\[in#0\b.*Error opening input|could not find codec parameters for stream 0/im.test(log)
}

/** The line that says most. */
function lastWords(log: string): string {
  const lines = readable(log)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Conversion failed!')
  const complaint = /error|invalid|fail|unable|cannot|could not|not (found|supported|allowed)|unknown|no such|too /i
  return (lines.findLast((line) => complaint.test(line)) ?? lines.at(-1) ?? 'it said nothing').slice(0, 300)
}
