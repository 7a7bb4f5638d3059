import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyAborted, BodyMalformed, BodyTooLarge } from './index.ts'
import { isDeeper } from './is-deeper.ts'
import { wholeText } from './whole-text.ts'

const utf8 = new TextEncoder()
const requestOf = (body: BodyInit | null) =>
  new Request('http://double.test/', { method: 'POST', body, duplex: 'half' } as RequestInit)
const inPieces = (...pieces: Uint8Array[]) =>
  requestOf(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift()
        if (piece) controller.enqueue(piece)
        else controller.close()
      },
    }),
  )
const cut = (bytes: Uint8Array, places: readonly number[]) => {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((end, at) => bytes.subarray(edges[at], end))
}

describe('a body that is read as text', () => {
  it('is what a decoder makes of it whole, wherever its bytes are cut', async () => {
    const texts = fc.array(
      fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: 'grapheme' }).map((text) => utf8.encode(text)),
      ),
    )
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat()), fc.boolean(), async (parts, places, isMarked) => {
        const bytes = new Uint8Array(Buffer.concat([...(isMarked ? [Uint8Array.of(0xef, 0xbb, 0xbf)] : []), ...parts]))
        const { text } = await wholeText(inPieces(...cut(bytes, places)), { maxBytes: bytes.length })
        expect(text).toBe(new TextDecoder().decode(bytes))
        const strict = await wholeText(inPieces(...cut(bytes, places)), {
          maxBytes: bytes.length,
          isStrict: true,
        }).catch((error: unknown) => error)
        expect(strict).toEqual(strictly(bytes))
      }),
    )
  })

  it('is empty when there is none', async () => {
    expect(await wholeText(requestOf(null), { maxBytes: 0 })).toEqual({ text: '', isDeeper: false })
    expect(await wholeText(requestOf(''), { maxBytes: 0, isStrict: true })).toEqual({ text: '', isDeeper: false })
  })

  it('is looked through for its depth on the way', async () => {
    const json = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'ü', ' ') })
    await fc.assert(
      fc.asyncProperty(json, fc.array(fc.nat()), fc.nat(3), async (text, places, deepest) => {
        const bytes = utf8.encode(text)
        expect(await wholeText(inPieces(...cut(bytes, places)), { maxBytes: bytes.length, deepest })).toEqual({
          text,
          isDeeper: isDeeper(text, deepest),
        })
      }),
    )
    expect(await wholeText(requestOf('[[[]]]'), { maxBytes: 6 })).toEqual({ text: '[[[]]]', isDeeper: false })
  })

  it('is refused for its size, then for its bytes, and not for its depth', async () => {
    const [deep, broken] = [utf8.encode('[['), Uint8Array.of(0xff)]
    const read = (maxBytes: number) => wholeText(inPieces(broken, deep), { maxBytes, isStrict: true, deepest: 1 })
    await expect(read(3)).rejects.toThrow(BodyMalformed)
    await expect(read(2)).rejects.toThrow(BodyTooLarge)
    await expect(wholeText(requestOf('abc'), { maxBytes: 2, what: 'jsonBytes' })).rejects.toMatchObject({
      what: 'jsonBytes',
      limit: 2,
    })
    const gone = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('ECONNRESET')) })
    await expect(wholeText(requestOf(gone), { maxBytes: 2 })).rejects.toThrow(BodyAborted)
  })
})

function strictly(bytes: Uint8Array): unknown {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isDeeper: false }
  } catch (cause) {
    return new BodyMalformed('The request body is not utf-8 text', { cause })
  }
}
