import { describe, expect, it } from 'vitest'
import { gather, streamOf as piecesOf, text } from '../../harness/conformance/object-store/bytes.ts'
import { type ByteSource, hasSource, sourceOf, streamOf } from './byte-source.ts'

interface Watched extends ByteSource {
  asked: boolean[]
  cancelled: unknown[]
}

function sourceOfTexts(...texts: string[]): Watched {
  const asked: boolean[] = []
  const cancelled: unknown[] = []
  return {
    asked,
    cancelled,
    async next(lent = false) {
      asked.push(lent)
      const next = texts.shift()
      return next === undefined ? undefined : text(next)
    },
    cancel: (reason) => void cancelled.push(reason),
  }
}

describe('a stream over a source', () => {
  it('is a stream to whoever reads it, and lends nothing', async () => {
    const source = sourceOfTexts('a', 'bc')
    const stream = streamOf(source)
    expect(source.asked).toEqual([])
    expect(await gather(stream)).toEqual(text('abc'))
    expect(source.asked).toEqual([false, false, false])
  })

  it('hands its source to one who knows it, and is locked then', async () => {
    const source = sourceOfTexts('a')
    const stream = streamOf(source)
    expect(hasSource(stream)).toBe(true)
    expect(sourceOf(stream)).toBe(source)
    expect(stream.locked).toBe(true)
    expect(hasSource(stream)).toBe(false)
    expect(() => sourceOf(stream)).toThrow(TypeError)
  })

  it('tells its source that nobody wants more', async () => {
    const source = sourceOfTexts('a')
    await streamOf(source).cancel('enough')
    expect(source.cancelled).toEqual(['enough'])
  })

  it('fails as its source does', async () => {
    const broken = { next: () => Promise.reject(new Error('broken')), cancel: () => undefined }
    await expect(gather(streamOf(broken))).rejects.toThrow('broken')
  })
})

describe('any other stream', () => {
  it('is a source, without its empty pieces', async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of ['', 'a', '', 'b']) controller.enqueue(text(piece))
        controller.close()
      },
    })
    const source = sourceOf(stream)
    expect([await source.next(), await source.next(true), await source.next()]).toEqual([
      text('a'),
      text('b'),
      undefined,
    ])
  })

  it('is cancelled by its source', async () => {
    const stream = piecesOf(text('abc'), 1)
    const source = sourceOf(stream)
    await source.next()
    await source.cancel()
    expect(await source.next()).toBeUndefined()
  })
})
