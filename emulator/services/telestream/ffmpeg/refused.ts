// What ffmpeg is not asked to do. The encoding fails with CommandInvalid, and these words.
import { quote } from '../input.ts'

export class CommandRefused extends Error {
  override name = 'CommandRefused'
}

/** A setting whose value is none; the value is shown, and goes nowhere else. */
export function refuseSetting(name: string, rule: string, value: unknown): CommandRefused {
  return new CommandRefused(
    `${name} must be ${rule}, not ${quote(typeof value === 'string' ? value : JSON.stringify(value))}`,
  )
}
