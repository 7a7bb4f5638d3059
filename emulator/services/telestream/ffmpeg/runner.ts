// Runs ffmpeg, one run after the other, within the time of one encoding.
import type { FfmpegWorkspace } from '../../../platform/ffmpeg.ts'
import { stopwatch } from '../../../time/stopwatch.ts'
import { EncodingFailed } from './failed.ts'
import { blamesSource, describeEnd, readable } from './log.ts'
import { progressReader } from './progress.ts'

export type Run = (args: readonly string[], onTime?: (ms: number) => void) => Promise<void>

/**
 * @param timeLimit ms for all runs together
 * @returns throws EncodingFailed for a run that ended badly, and the signal's reason when it aborts
 */
export function runnerIn(workspace: FfmpegWorkspace, timeLimit: number, signal: AbortSignal): Run {
  const elapsed = stopwatch()
  return async function run(args, onTime = () => undefined) {
    const left = Math.max(1, timeLimit - elapsed())
    const end = await workspace.run({ args, timeLimit: left, signal, onOutput: progressReader(onTime) })
    if (end.reason === 'exit' && end.code === 0) return
    const isOfProgram = end.reason === 'exit'
    const errorClass = isOfProgram && blamesSource(end.log) ? 'FormatNotRecognised' : 'EncodingError'
    throw new EncodingFailed(errorClass, describeEnd(end, timeLimit), { log: readable(end.log), isOfProgram })
  }
}
