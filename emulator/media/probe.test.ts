import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { probe } from './probe.ts'
import { factsOfSample } from './sample-facts.ts'
import { sampleUrls } from './sample-urls.ts'
import type { SampleName } from './sample-urls.ts'

const media = (name: string) => new URL(`../../fixtures/media/${name}`, import.meta.url)
const load = async (name: string) => Uint8Array.from(await readFile(media(name)))
const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (start: number, end: number) => bytes.slice(start, end),
})
const probeBytes = (bytes: Uint8Array) => probe(sourceOf(bytes))
const indexOf = (bytes: Uint8Array, text: string) => Buffer.from(bytes).indexOf(text, 'latin1')
const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

const recognised: SampleName[] = [
  'sample.mp4',
  'sample-hevc.mp4',
  'sample.ismv',
  'sample.m4a',
  'sample.mov',
  'sample-prores.mov',
  'sample.mkv',
  'sample.webm',
  'sample-vp9.webm',
  'sample.ogg',
  'sample-vorbis.ogg',
  'sample.mp3',
  'sample.aac',
  'sample.ts',
  'sample-audio.ts',
]

// Parts of the samples above, and the one of which only the sound is seen.
const others: SampleName[] = ['sample-0.mp4', 'sample-1.mp4', 'sample-0.ts', 'sample-1.ts', 'sample-mpeg2.ts']

describe('probe', () => {
  test.each(recognised)('%s is what the table of samples says', async (name) => {
    const { movie, ...facts } = (await probeBytes(await load(name))) ?? {}
    expect(facts).toEqual(factsOfSample(name))
    expect(movie !== null).toBe(/mp4|mov|m4a|ismv/.test(name))
  })

  const names = Object.keys(sampleUrls).filter((name) => ![...recognised, ...others].some((other) => other === name))
  test.each([...names, 'corrupt.mp4', 'not-media.txt'])('%s is not recognised', async (name) => {
    expect(await probeBytes(await load(name))).toBeUndefined()
  })

  test('MPEG-2 pictures in a transport stream are not seen', async () => {
    const facts = await probeBytes(await load('sample-mpeg2.ts'))
    expect(facts).toMatchObject({ container: 'mpegts', video: null, audio: { sampleRate: 44_100 } })
  })

  test.each([0, 1, 7, 300])('a file of %i zeros is not recognised', async (size) => {
    expect(await probeBytes(new Uint8Array(size))).toBeUndefined()
  })

  test('a picture that was taken upright is turned, not resized', async () => {
    const bytes = await load('sample.mp4')
    // tkhd's matrix: 0 1 0, -1 0 0, as phones write for a quarter turn
    const matrix = indexOf(bytes, 'tkhd') + 4 + 4 + 36
    const view = new DataView(bytes.buffer)
    for (const [i, value] of [0, 0x10000, 0, -0x10000, 0].entries()) view.setInt32(matrix + i * 4, value)
    expect((await probeBytes(bytes))?.video).toMatchObject({ rotation: 90, width: 320, height: 240 })
  })

  test('a recording whose duration was never written is measured', async () => {
    const bytes = await load('sample.webm')
    const written = indexOf(bytes, '\x44\x89\x88')
    expect(written).toBeGreaterThan(0)
    // The element becomes one that means nothing: EBML's Void, with nine bytes.
    bytes.set([0xec, 0x89], written)
    expect(await probeBytes(bytes)).toMatchObject({ durationMs: 2005, video: { fps: 29.97 } })
  })

  test('of an hour of AAC the duration is reckoned from the beginning', async () => {
    const clip = await load('sample.aac')
    const copies = 1762
    const size = clip.length * copies
    let most = 0
    const facts = await probe({
      size,
      async read(start, end) {
        most = Math.max(most, end)
        const piece = new Uint8Array(end - start)
        for (let i = 0; i < piece.length; i++) piece[i] = clip[(start + i) % clip.length] ?? 0
        return piece
      },
    })
    expect(facts?.durationMs).toBeGreaterThan(2043 * copies * 0.99)
    expect(facts?.durationMs).toBeLessThan(2043 * copies * 1.01)
    expect(most).toBeLessThan(3 * 1024 * 1024)
  })

  test('of a fragmented recording of hours the duration is reckoned from the first fragments', async () => {
    const clip = await load('sample-0.mp4')
    const first = indexOf(clip, 'moof') - 4
    const copies = 200
    const facts = await probeBytes(
      join(clip.subarray(0, first), ...Array<Uint8Array>(copies).fill(clip.subarray(first))),
    )
    expect(facts?.durationMs).toBeGreaterThan(2002 * copies * 0.98)
    expect(facts?.durationMs).toBeLessThan(2002 * copies * 1.02)
    expect(facts?.video).toMatchObject({ fps: 29.97 })
  })

  test('an index behind 8 GiB of pictures costs a few pages', async () => {
    const bytes = await load('sample.mp4')
    const ftyp = bytes.subarray(0, 32)
    const gap = 8 * 1024 ** 3
    const header = new Uint8Array(16)
    new DataView(header.buffer).setUint32(0, 1)
    header.set(new TextEncoder().encode('mdat'), 4)
    new DataView(header.buffer).setBigUint64(8, BigInt(gap + 16))
    const start = join(ftyp, header)
    const rest = bytes.subarray(32)
    let fetched = 0
    const facts = await probe({
      size: start.length + gap + rest.length,
      async read(from, to) {
        fetched += to - from
        const piece = new Uint8Array(to - from)
        for (const [at, part] of [
          [0, start],
          [start.length + gap, rest],
        ] as const) {
          for (let i = Math.max(from, at); i < Math.min(to, at + part.length); i++) piece[i - from] = part[i - at] ?? 0
        }
        return piece
      },
    })
    expect(facts).toMatchObject({ durationMs: 2002, video: { codec: 'h264', fps: 29.97, bitrate: 42 } })
    expect(facts?.movie?.mediaDataBytes).toBe(gap + 22_439)
    expect(fetched).toBeLessThan(256 * 1024)
  })

  test('when the source fails, that is no word on the file', async () => {
    const broken = new Error('The disk is gone')
    await expect(probe({ size: 1000, read: () => Promise.reject(broken) })).rejects.toBe(broken)
    await expect(probe({ size: 1000, read: async () => new Uint8Array(10) })).rejects.toThrow('Got 10 bytes of 1000')
  })
})
