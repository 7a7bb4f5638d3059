// The text of a body that may not be large. (Hono's body-limit makes a new Request of the one it is given, which only works where the
// adaptor has replaced the global one.)
import { giveBack } from '#platform'
import { ControlError } from './errors.ts'

/**
 * Reads a body as UTF-8.
 * @param limit bytes
 * @throws {ControlError} too-large
 */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const reader = request.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(brokeOff)
    if (done) return text + decoder.decode()
    size += value.length
    if (size > limit) {
      await reader.cancel()
      throw tooLarge(limit)
    }
    text += decoder.decode(value, { stream: true })
    giveBack(value)
  }
}

/** Nobody hears it: the client is gone. */
function brokeOff(): never {
  throw new ControlError('invalid-json', 'The request broke off')
}

function tooLarge(limit: number): ControlError {
  return new ControlError('too-large', `The body is larger than ${limit} bytes`)
}
