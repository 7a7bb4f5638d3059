import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { BoundedReader } from './bounded-reader.ts'
import { readTransport } from './transport-stream.ts'

const video = { id: 256, type: 'video' }
const audio = { id: 257, type: 'audio' }
const sample = Uint8Array.from(await readFile(new URL('../../fixtures/media/sample.ts', import.meta.url)))

function read(bytes: Uint8Array) {
  const source = { size: bytes.length, read: async (start: number, end: number) => bytes.slice(start, end) }
  return readTransport(new BoundedReader(source), [video, audio])
}

/** The same packets with so many bytes before and behind each. */
function spread(before: number, behind: number): Uint8Array {
  const stride = before + 188 + behind
  const bytes = new Uint8Array((sample.length / 188) * stride)
  for (let i = 0; i * 188 < sample.length; i++) bytes.set(sample.subarray(i * 188, (i + 1) * 188), i * stride + before)
  return bytes
}

test('frames are counted, and the last one lasts as long as the others', async () => {
  const streams = await read(sample)
  expect(streams.get(video.id)?.rate).toBeCloseTo(30_000 / 1001, 5)
  expect(streams.get(video.id)?.duration).toBeCloseTo(2.002, 5)
  expect(streams.get(audio.id)?.rate).toBeNull()
  expect(streams.get(audio.id)?.duration).toBeCloseTo(2.04, 1)
})

test.each([
  ['a time code in front, as Blu-ray has it', 4, 0],
  ['error correction behind', 0, 16],
])('packets may have %s', async (_, before, behind) => {
  expect(await read(spread(before, behind))).toEqual(await read(sample))
})

test('a clock may pass its greatest number', async () => {
  const bytes = sample.slice()
  const view = new DataView(bytes.buffer)
  // Every time stamp of the picture's track, moved so that the first is a second before the end of the clock.
  let first: number | undefined
  for (let at = 0; at < bytes.length; at += 188) {
    const payload = at + ((view.getUint8(at + 3) & 0x20) === 0 ? 4 : 5 + view.getUint8(at + 4))
    const begins = (view.getUint8(at + 1) & 0x40) !== 0 && (view.getUint16(at + 1) & 0x1fff) === video.id
    if (!begins) continue
    const time =
      ((view.getUint8(payload + 9) >> 1) & 7) * 2 ** 30 +
      (view.getUint16(payload + 10) >> 1) * 2 ** 15 +
      (view.getUint16(payload + 12) >> 1)
    first ??= time
    const moved = (time - first + 2 ** 33 - 90_000) % 2 ** 33
    view.setUint8(payload + 9, 0x31 | (Math.floor(moved / 2 ** 30) << 1))
    view.setUint16(payload + 10, ((Math.floor(moved / 2 ** 15) & 0x7fff) << 1) | 1)
    view.setUint16(payload + 12, ((moved & 0x7fff) << 1) | 1)
  }
  const { duration, rate } = (await read(bytes)).get(video.id) ?? {}
  expect(duration).toBeCloseTo(2.002, 5)
  expect(rate).toBeCloseTo(30_000 / 1001, 5)
})

test('of a track without time stamps nothing is known', async () => {
  const nothing = { duration: null, bitrate: null, rate: null }
  expect((await read(new Uint8Array(1000))).get(video.id)).toEqual(nothing)
  expect((await read(sample.subarray(0, 188 * 2))).get(video.id)).toEqual(nothing)
})
