// How far a transfer is, on a terminal.
import { Transform } from 'node:stream'
import { stopwatch } from '../time/stopwatch.ts'

const every = 100

/** Passes bytes on and tells of them on standard error, when somebody watches it. */
export function progress(what: string, size: number | undefined): Transform {
  const { stderr } = process
  let bytes = 0
  let sinceTold: (() => number) | undefined
  const tell = () => {
    if (!stderr.isTTY) return
    stderr.write(`\r${what}: ${inWords(bytes)}${size === undefined ? '' : ` of ${inWords(size)}`}  `)
  }
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (!sinceTold || sinceTold() > every) {
        sinceTold = stopwatch()
        tell()
      }
      done(null, chunk)
    },
    flush(done) {
      tell()
      if (stderr.isTTY) stderr.write('\n')
      done()
    },
  })
}

/** `1.5 MiB` */
export function inWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
