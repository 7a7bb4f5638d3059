// `stuntdouble start`: a double until somebody stops it.
import { flushCompileCache } from 'node:module'
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
  const { ca, ffmpegVersion, s3Url, url } = emulator
  log.event('ready', {
    version,
    ms: Math.round(ms),
    url,
    s3Url,
    ...(ffmpegVersion !== undefined && { ffmpeg: ffmpegVersion }),
    ...(ca && { ca: ca.certificate }),
    env: environmentOf(emulator.worlds.main, { url, s3Url }),
    try: (await import('./accounts.ts')).firstCalls(emulator),
  })
  // The next start reads compiled code, also when this one is killed.
  setImmediate(() => flushCompileCache?.())
  if (options.log !== 'pretty') return
  const { greeting } = await import('./greeting.ts')
  log.say(greeting(emulator, ms, painterFor(process.stdout)))
}
