import { readdir, stat } from 'node:fs/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sampleUrls } from './sample-urls.ts'
import { sampleFacts, sampleFor } from './samples.ts'

const directory = new URL('../../fixtures/media/', import.meta.url)
const beginning = (bytes: Uint8Array | undefined) => String.fromCharCode(...(bytes ?? []).slice(0, 2000))

/** What each container begins with, or has near its beginning. */
const signatures: Record<string, RegExp> = {
  '.mp4': /^....ftypisom/s,
  '.m4v': /^....ftypisom/s,
  '.m4a': /^....ftypM4A /s,
  '.mov': /^....ftypqt {2}/s,
  '.ismv': /^....ftyp/s,
  '.webm': /^\x1aE\xdf\xa3.*webm.*V_VP8/s,
  '.mkv': /^\x1aE\xdf\xa3.*matroska/s,
  '.ogg': /^OggS.*\x80theora/s,
  '.ogv': /^OggS.*\x80theora/s,
  '.oga': /^OggS.{24}\x01vorbis/s,
  '.mp3': /^(ID3|\xff[\xe0-\xff])/,
  '.aac': /^\xff[\xf0-\xff]/,
  '.ts': /^G.{187}G/s,
  '.m3u8': /^#EXTM3U/,
  '.mpd': /<MPD /,
  '.ism': /<smil /,
  '.tar': /^sample\.ism\0/,
  '.mpg': /^\0\0\x01\xba/,
  '.mxf': /^\x06\x0e\x2b\x34/,
  '.flv': /^FLV/,
  '.avi': /^RIFF....AVI /s,
  '.wmv': /^\x30\x26\xb2\x75/,
  '.jpg': /^\xff\xd8\xff/,
  '.png': /^\x89PNG/,
  '.vtt': /^WEBVTT/,
  '.ttml': /<tt /,
}

describe('sampleFor', () => {
  test.each(Object.entries(signatures))('%s is what its extension says', async (extname, signature) => {
    const sample = await sampleFor(extname)
    expect(beginning(sample?.bytes)).toMatch(signature)
    expect(sample?.mimeType).not.toBe('application/octet-stream')
  })

  test('takes an extension in any case, with or without its dot', async () => {
    const sample = await sampleFor('.mp4')
    expect(await sampleFor('MP4')).toEqual(sample)
  })

  test('a preset may mean other codecs under the same extension', async () => {
    expect((await sampleFor('.ogg', 'ogg'))?.facts?.video?.codec).toBe('theora')
    expect((await sampleFor('.ogg', 'vorbis'))?.facts?.video).toBeNull()
    expect((await sampleFor('.mov', 'prores422'))?.facts?.video?.codec).toBe('prores')
    expect((await sampleFor('.webm', 'webm.vp9'))?.facts?.video?.codec).toBe('vp9')
    expect((await sampleFor('.mp4', 'h265'))?.facts?.video?.codec).toBe('hevc')
    // A preset with an extension that its user chose: the extension says what is written.
    expect((await sampleFor('.mp4', 'vorbis'))?.name).toBe('sample.mp4')
  })

  test.each(['.m3u8', '.mpd', '.ism'])('the manifest %s comes with every file that it names', async (extname) => {
    const sample = await sampleFor(extname)
    const text = beginning(sample?.bytes)
    const named = new Set(text.match(/sample[-.][\w.]+/g))
    expect(new Set(sample?.parts.map(({ name }) => name))).toEqual(named)
    for (const { bytes, mimeType } of sample?.parts ?? []) {
      expect(bytes.length).toBeGreaterThan(500)
      expect(mimeType).toMatch(/^video\/(mp2t|mp4)$|sstr/)
    }
  })

  test('reads a file once', async () => {
    expect((await sampleFor('.mp3'))?.bytes).toBe((await sampleFor('.mp3'))?.bytes)
  })

  test.each(['', '.', '.xyz', '.constructor', '.__proto__'])('has none of %j', async (extname) => {
    expect(await sampleFor(extname)).toBeUndefined()
    expect(sampleFacts(extname)).toBeUndefined()
    expect(await sampleFor('.mp4', extname)).toBeDefined()
  })
})

describe('a file that cannot be read', () => {
  afterEach(() => {
    vi.doUnmock('#platform')
    vi.resetModules()
  })

  test('is asked for again', async () => {
    const readAsset = vi.fn<(url: URL) => Promise<Uint8Array>>()
    readAsset.mockRejectedValueOnce(new Error('Not there yet')).mockResolvedValueOnce(new Uint8Array(3))
    vi.resetModules()
    vi.doMock('#platform', () => ({ readAsset }))
    const fresh = await import('./samples.ts')
    await expect(fresh.sampleFor('.mp4')).rejects.toThrow('Not there yet')
    expect((await fresh.sampleFor('.mp4'))?.bytes).toHaveLength(3)
  })
})

test('the table has every sample in the folder, and they stay small', async () => {
  const files = await readdir(directory)
  expect(Object.keys(sampleUrls).toSorted()).toEqual(files.filter((name) => name.startsWith('sample')).toSorted())
  for (const [name, url] of Object.entries(sampleUrls)) expect(url().href).toBe(new URL(name, directory).href)
  const sizes = await Promise.all(files.map(async (name) => (await stat(new URL(name, directory))).size))
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(720_000)
})
