// What is wrong with the times of a token, by the world's clock.
import { type Mistake, mistake } from '../../diagnosis/index.ts'
import type { World } from '../../world.ts'

/** Seconds that a client's clock may be fast: Python and Java set `iat` back by five of them, others do not. */
export const leeway = 10

/** @param payload whose `exp`, `nbf` and `iat` are seconds since 1970 */
export function timeMistakes(world: World, { exp, nbf, iat }: Readonly<Record<string, unknown>>): Mistake[] {
  const now = world.clock.now() / 1000
  const mistakes: Mistake[] = []
  if (typeof exp === 'number' && now > exp)
    mistakes.push(said(world, 'expired', `The token expired ${span(now - exp)} ago (exp)`))
  if (typeof nbf === 'number' && now + leeway < nbf)
    mistakes.push(
      said(world, 'not-yet-valid', `The token counts from ${span(nbf - now)} from now on (nbf)${milliseconds(nbf)}`),
    )
  if (typeof iat === 'number' && now + leeway < iat)
    mistakes.push(
      said(
        world,
        'clock-fast',
        `The token was issued ${span(iat - now)} from now (iat): the client's clock is fast${milliseconds(iat)}`,
      ),
    )
  return mistakes
}

function said(world: World, code: 'expired' | 'not-yet-valid' | 'clock-fast', what: string): Mistake {
  const { clock } = world
  return mistake(code, {
    message: `${what}; the world's time is ${new Date(clock.now()).toISOString()}`,
    hint:
      clock.mode === 'frozen'
        ? "The world's clock is frozen: PUT /_stuntdouble/clock sets it, or makes it real"
        : code === 'expired'
          ? 'Make a new token'
          : "The client's clock and the world's differ: PUT /_stuntdouble/clock sets the world's",
  })
}

/** Of a time that no token has in seconds. */
function milliseconds(at: number): string {
  return at > 100_000_000_000 ? ', or the time is in milliseconds, not in seconds' : ''
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
