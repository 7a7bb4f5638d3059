// Bytes that are broken on purpose: `probe` neither throws nor goes on for ever, and what it says is possible.
import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { probe } from './probe.ts'
import type { MediaFacts } from './probe.ts'

const samples = await Promise.all(
  ['mp4', 'mov', 'ismv', 'webm', 'mkv', 'ogg', 'mp3', 'aac', 'ts'].map(async (extension) =>
    Uint8Array.from(await readFile(new URL(`../../fixtures/media/sample.${extension}`, import.meta.url))),
  ),
)
const [mp4 = new Uint8Array(), , , , mkv = new Uint8Array(), , , , ts = new Uint8Array()] = samples

/** What is impossible about the answer. */
async function problems(bytes: Uint8Array): Promise<string[]> {
  let fetched = 0
  const facts = await probe({
    size: bytes.length,
    async read(start, end) {
      fetched += end - start
      return bytes.slice(start, end)
    },
  })
  const tooMuch = fetched > bytes.length * 2 ? [`fetched ${fetched} of ${bytes.length} bytes`] : []
  return facts === undefined ? tooMuch : [...tooMuch, ...impossible(facts)]
}

function* impossible({ durationMs, video, audio }: MediaFacts): Generator<string> {
  if (video === null && audio === null) yield 'neither picture nor sound'
  for (const number of [durationMs, video?.bitrate, audio?.bitrate, video?.width, video?.height]) {
    if (typeof number === 'number' && !(Number.isSafeInteger(number) && number >= 0))
      yield `${number} is no whole number`
  }
  if (typeof video?.fps === 'number' && !(video.fps > 0 && Number.isFinite(video.fps))) yield `${video.fps} fps`
}

const sample = fc.constantFrom(...samples)
// Most of what a parser believes stands at the beginning.
const position = fc.oneof(fc.nat(63), fc.nat(4000), fc.nat(50_000))

describe('probe comes to an end', () => {
  test('on random bytes, with or without a format’s first bytes', async () => {
    const signature = fc.constantFrom(
      '\0\0\0\x18ftypisom',
      'OggS\0\x02',
      '\x1aE\xdf\xa3',
      'ID3\x04\0\0',
      'G',
      'fLaC',
      'RIFF....WAVE',
    )
    await fc.assert(
      fc.asyncProperty(fc.option(signature), fc.uint8Array({ maxLength: 2000 }), async (begin, rest) => {
        const bytes = Uint8Array.from([...(begin ?? '')].map((c) => c.charCodeAt(0)).concat(...rest))
        expect(await problems(bytes)).toEqual([])
      }),
    )
  })

  test('on files that are cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, share) => {
        expect(await problems(bytes.slice(0, Math.floor(bytes.length * share)))).toEqual([])
      }),
    )
  })

  test('on files with flipped bits', async () => {
    const flips = fc.array(fc.tuple(position, fc.nat(7)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(sample, flips, async (bytes, list) => {
        const broken = bytes.slice()
        for (const [at, bit] of list) broken[at % broken.length] = (broken[at % broken.length] ?? 0) ^ (1 << bit)
        expect(await problems(broken)).toEqual([])
      }),
    )
  })

  test('on files whose numbers are suddenly the greatest or the least', async () => {
    const numbers = fc.array(fc.tuple(position, fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff)), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(sample, numbers, async (bytes, list) => {
        const broken = bytes.slice()
        for (const [at, value] of list) new DataView(broken.buffer).setUint32(at % (broken.length - 4), value)
        expect(await problems(broken)).toEqual([])
      }),
    )
  })

  test('on an MP4 whose tables claim thousands of millions of samples', async () => {
    const broken = mp4.slice()
    // stts: version and flags, one entry, and that entry's count. A list of so many samples would not fit in memory.
    const stts = Buffer.from(broken).indexOf('stts')
    new DataView(broken.buffer).setUint32(stts + 12, 0xffff_fff0)
    const facts = await probe({ size: broken.length, read: async (start, end) => broken.slice(start, end) })
    expect(facts).toMatchObject({ durationMs: 2002, video: { codec: 'h264', width: 320 } })
  })

  test('on a Matroska file with an element on which its parser turns round and round', async () => {
    const broken = mkv.slice()
    // The size of the SeekHead
    broken[Buffer.from(broken).indexOf('\x11\x4d\x9b\x74', 'latin1') + 4] = 0
    expect(await problems(broken)).toEqual([])
  })

  test('on a FLAC file without a single frame, whose end its parser looks for for ever', async () => {
    const file = new Uint8Array(200)
    file.set(Buffer.from('fLaC\x80\0\0\x22', 'latin1'))
    // STREAMINFO: 44.1 kHz, stereo, 16 bits, samples not counted
    file.set([0x0a, 0xc4, 0x42, 0xf0], 18)
    const facts = await probe({ size: file.length, read: async (start, end) => file.slice(start, end) })
    expect(facts).toMatchObject({ durationMs: null, audio: { codec: 'flac', sampleRate: 44_100, channels: 2 } })
  })

  test('on a transport stream with a frame of sound that claims no length', async () => {
    const broken = ts.slice()
    // The length in the header of an AAC frame. mediabunny's search for the end would take that frame again and again, and keep each.
    expect(broken[15_252]).toBe(0x13)
    broken[15_252] = 0
    expect(await problems(broken)).toEqual([])
  })
})
