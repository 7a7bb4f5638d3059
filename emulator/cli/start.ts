// `stuntdouble start`: a double until somebody stops it.
import type { Emulator } from '../emulator.ts'
import { environmentOf } from '../environment.ts'
import { version } from '../version.ts'
import { leave, tellOfAccidents } from './accidents.ts'
import { openDouble } from './double.ts'
import type { DoubleOptions } from './double-options.ts'
import { exitStatus } from './failure.ts'
import { createLog } from './log.ts'
import { painterFor } from './pretty.ts'
import { progressBar } from './progress-bar.ts'
import { onStop } from './signals.ts'
import { warmUp } from './warm-up.ts'

export async function start(options: DoubleOptions): Promise<void> {
  const log = createLog(options.log, process.stdout)
  tellOfAccidents(log)
  const emulator = await openDouble(options, log)

  onStop((signal) => {
    log.say('Stopping when the requests under way have their answers; again to stop at once.')
    log.event('stopping', { signal })
    void emulator
      .close()
      .catch((error: unknown) => {
        log.problem('It did not stop well', error)
        process.exitCode = exitStatus.failed
      })
      .then(() => leave(log))
  })

  const bar = options.log === 'pretty' ? progressBar(process.stderr, options.scenario) : undefined
  const stopTelling = bar && emulator.onSeeding((_, progress) => bar.show(progress))
  try {
    await emulator.ready()
  } catch (error) {
    await emulator.close()
    throw error
  } finally {
    stopTelling?.()
    bar?.end()
  }
  const ms = performance.now()
  if (options.log === 'json') log.event('ready', await readiness(emulator, ms))
  warmUp()
  if (options.log !== 'pretty') return
  const { greeting } = await import('./greeting.ts')
  log.say(greeting(emulator, ms, painterFor(process.stdout)))
}

/** For programs. */
async function readiness(emulator: Emulator, ms: number): Promise<Record<string, unknown>> {
  const { firstCalls } = await import('./accounts.ts')
  const { ca, ffmpegVersion, s3Url, url } = emulator
  return {
    version,
    ms: Math.round(ms),
    url,
    s3Url,
    ...(ffmpegVersion !== undefined && { ffmpeg: ffmpegVersion }),
    ...(ca && { ca: ca.certificate }),
    env: environmentOf(emulator.worlds.main, { url, s3Url }),
    try: firstCalls(emulator),
  }
}
