// A whole body as text: decoded as it comes, so that nothing but the text is left of it, and no piece of work is longer than a piece.
import { giveBack } from '#platform'
import { BodyMalformed } from './body-errors.ts'
import type { BodyLimits } from './body-limits.ts'
import { bodyStream } from './body-stream.ts'
import { sourceOf } from './byte-source.ts'
import { Nesting } from './is-deeper.ts'
import { strictDecoder } from './text.ts'

export interface WholeText {
  text: string
  /** Whether it is JSON that is nested deeper than `deepest`. It has been read to its end all the same: what it is refused for beside that comes first. */
  isDeeper: boolean
}

export interface WholeTextOptions {
  maxBytes: number
  /** What a body beyond `maxBytes` goes beyond. Default: `fileBytes`. */
  what?: keyof BodyLimits
  /** Whether it has to be UTF-8, and keeps a byte order mark: what was signed is what was sent. Default: what is none is replaced. */
  isStrict?: boolean
  /** Lists and objects within each other. Default: nobody looks. */
  deepest?: number
  /** What becomes of the bytes of each piece. Default: their memory is given back. */
  take?: (piece: Uint8Array) => void
}

/**
 * Reads a request's body as UTF-8; empty when there is none.
 * @throws BodyTooLarge, BodyMalformed, BodyAborted
 */
export async function wholeText(request: Request, options: WholeTextOptions): Promise<WholeText> {
  const { maxBytes, what = 'fileBytes', isStrict = false, deepest, take = giveBack } = options
  const source = sourceOf(bodyStream(request, { maxBytes, what }))
  const decode = isStrict ? strictly() : leniently()
  const nesting = deepest === undefined ? undefined : new Nesting(deepest)
  let text = ''
  for (;;) {
    const bytes = await source.next()
    const piece = decode(bytes)
    nesting?.lookAt(piece)
    text += piece
    if (!bytes) return { text, isDeeper: nesting?.isDeeper ?? false }
    take(bytes)
  }
}

/** Decodes the next bytes; undefined: there are no more. */
type Decode = (bytes: Uint8Array | undefined) => string

function leniently(): Decode {
  const decoder = new TextDecoder()
  return (bytes) => decoder.decode(bytes, { stream: bytes !== undefined })
}

/** It fails at the end: a body that is too large as well is refused for that. */
function strictly(): Decode {
  const decoder = strictDecoder()
  let failure: BodyMalformed | undefined
  return (bytes) => {
    try {
      if (!failure) return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      failure = new BodyMalformed('The request body is not utf-8 text', { cause })
    }
    if (failure && !bytes) throw failure
    return ''
  }
}
