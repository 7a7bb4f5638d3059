// The text of a body that may not be large. (Hono's body-limit makes a new Request of the one it is given, which only works where the
// adaptor has replaced the global one.)
import { BodyAborted, BodyTooLarge } from '../body/index.ts'
import { wholeText, type WholeText } from '../body/whole-text.ts'
import { deepestJson } from '../body/is-deeper.ts'
import { ControlError } from './errors.ts'

/**
 * Reads a body as UTF-8, and tells whether it is JSON that is nested too deep.
 * @param limit bytes
 * @throws {ControlError} too-large; invalid-json for one that breaks off
 */
export async function readText(request: Request, limit: number): Promise<WholeText> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  try {
    return await wholeText(request, { maxBytes: limit, deepest: deepestJson })
  } catch (error) {
    if (error instanceof BodyTooLarge) throw tooLarge(limit)
    // Nobody hears it: the client is gone.
    if (error instanceof BodyAborted) throw new ControlError('invalid-json', 'The request broke off')
    throw error
  }
}

function tooLarge(limit: number): ControlError {
  return new ControlError('too-large', `The body is larger than ${limit} bytes`)
}
