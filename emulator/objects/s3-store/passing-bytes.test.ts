import { describe, expect, it } from 'vitest'
import { gather, madeBytes, md5, sha256, streamOf } from '../../../harness/conformance/object-store/bytes.ts'
import { ObjectStoreError } from '../errors.ts'
import { passBytes } from './passing-bytes.ts'

const bytes = madeBytes(300_000)

describe('a body that passes', () => {
  it('is digested, and ends when it may', async () => {
    const may = Promise.withResolvers<void>()
    const passing = passBytes(streamOf(bytes), { expectMd5: md5(bytes), expectSize: bytes.length }, () => may.promise)
    let ended = false
    const gathered = gather(passing.stream).finally(() => (ended = true))
    while (!passing.passed()) await Promise.resolve()
    expect(ended).toBe(false)
    may.resolve()
    expect(md5(await gathered)).toBe(md5(bytes))
    expect(passing.passed()).toEqual({ size: bytes.length, md5: md5(bytes), sha256: sha256(bytes) })
  })

  it.each([
    ['DigestMismatch', { expectMd5: md5(madeBytes(1)) }],
    ['SizeMismatch', { expectSize: 299_999 }],
    ['EntityTooLarge', { maxBytes: 299_999 }],
  ])('does not end as an object: %s', async (code, expected) => {
    let asked = false
    const passing = passBytes(streamOf(bytes), expected, async () => void (asked = true))
    await expect(gather(passing.stream)).rejects.toMatchObject({ code })
    expect(passing.failure()).toBeInstanceOf(ObjectStoreError)
    expect(asked).toBe(false)
  })

  it('fails as its source does, and lets go of it when nobody reads any more', async () => {
    const broken = passBytes(streamOf(bytes, 65_536, new Error('gone')), {}, async () => undefined)
    await expect(gather(broken.stream)).rejects.toThrow('gone')
    expect(broken.failure()).toMatchObject({ message: 'gone' })
    let cancelled: unknown
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void (cancelled = reason) })
    await passBytes(source, {}, async () => undefined).cancel('enough')
    expect(cancelled).toBe('enough')
  })
})
