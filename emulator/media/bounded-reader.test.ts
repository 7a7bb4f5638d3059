import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BoundedReader, ReadLimitReached } from './bounded-reader.ts'

const mebibyte = 1024 * 1024

function sourceOf(size: number) {
  const asked: [number, number][] = []
  const byteAt = (at: number) => (at * 31 + (at >> 8)) & 0xff
  return {
    size,
    asked,
    byteAt,
    async read(start: number, end: number) {
      asked.push([start, end])
      const bytes = new Uint8Array(end - start)
      for (let i = 0; i < bytes.length; i++) bytes[i] = byteAt(start + i)
      return bytes
    },
  }
}

describe('BoundedReader', () => {
  test('gives exactly the bytes that are asked for, wherever the pages begin', async () => {
    const source = sourceOf(100_000)
    const range = fc
      .tuple(fc.nat(source.size), fc.nat(source.size))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 8 }), async (ranges) => {
        const reader = new BoundedReader(source)
        for (const [start, end] of ranges) {
          const bytes = await reader.read(start, end)
          const expected = await source.read(start, end)
          expect(Buffer.compare(bytes, expected)).toBe(0)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('asks the source for a page once', async () => {
    const source = sourceOf(100_000)
    const reader = new BoundedReader(source)
    await reader.read(10, 20)
    await reader.read(0, 16_384)
    await reader.read(16_383, 40_000)
    expect(source.asked).toEqual([
      [0, 16_384],
      [16_384, 49_152],
    ])
  })

  test('serves so many requests a step, cached or not', async () => {
    const reader = new BoundedReader(sourceOf(100))
    reader.allow({ requests: 3 })
    for (let i = 0; i < 3; i++) await reader.read(0, 1)
    await expect(reader.read(0, 1)).rejects.toThrow(ReadLimitReached)
    reader.allow({})
    await expect(reader.read(0, 1)).resolves.toHaveLength(1)
  })

  test('fetches so many bytes a step, and 16 MiB in all', async () => {
    const reader = new BoundedReader(sourceOf(40 * mebibyte))
    reader.allow({ bytes: mebibyte })
    await reader.read(0, mebibyte)
    await expect(reader.read(mebibyte, mebibyte + 1)).rejects.toThrow(ReadLimitReached)
    reader.allow({})
    await reader.read(mebibyte, 16 * mebibyte)
    reader.allow({})
    await expect(reader.read(16 * mebibyte, 16 * mebibyte + 1)).rejects.toThrow(ReadLimitReached)
    await expect(reader.read(0, 16 * mebibyte)).resolves.toHaveLength(16 * mebibyte)
  })

  test('refuses what is not in the file without asking for it', async () => {
    const source = sourceOf(100)
    const reader = new BoundedReader(source)
    await expect(reader.read(90, 101)).rejects.toThrow(RangeError)
    await expect(reader.read(-1, 5)).rejects.toThrow(RangeError)
    expect(reader.failure).toBeUndefined()
    expect(source.asked).toEqual([])
  })

  test('remembers that the source failed, or gave too little', async () => {
    const broken = new Error('The disk is gone')
    const failing = new BoundedReader({ size: 10, read: () => Promise.reject(broken) })
    await expect(failing.read(0, 1)).rejects.toThrow(broken)
    expect(failing.failure?.error).toBe(broken)
    const short = new BoundedReader({ size: 10, read: async () => new Uint8Array(9) })
    await expect(short.read(0, 1)).rejects.toThrow('Got 9 bytes of 10 at 0')
    expect(short.failure).toBeDefined()
  })
})
