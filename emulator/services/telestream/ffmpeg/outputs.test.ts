// What ffmpeg really makes of profiles, looked into as a client would: through the API and in the bucket.
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientOf, sample } from '../../../../harness/conformance/telestream.ts'
import { runsFfmpeg, testFilm } from '../../../../harness/real-ffmpeg.ts'
import type { TelestreamClient, Wire } from '../../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../../index.ts'
import { pictureSize } from '../../../media/picture-size.ts'
import { probe } from '../../../media/probe.ts'

type Settings = Record<string, string>

interface Made extends Wire {
  profile_name: string
  files: string[]
  screenshots: string[]
  file_size: number
  duration: number
}

// ffmpeg works at a low priority: on a machine under load it gets little of the processor.
describe.runIf(runsFfmpeg)('ffmpeg', { timeout: 240_000 }, () => {
  let emulator: Emulator
  let world: World
  let client: TelestreamClient
  const problems: unknown[] = []
  beforeAll(async () => {
    emulator = await createEmulator({ encoder: 'ffmpeg', onProblem: (...problem) => problems.push(problem) })
  })
  afterAll(() => emulator.close())
  beforeEach(async () => {
    world = await emulator.worlds.create()
    client = clientOf(emulator, world)
  })

  async function leftovers(): Promise<string[]> {
    const roots = (await readdir(tmpdir())).filter((name) => name.startsWith(`stuntdouble-ffmpeg-${process.pid}-`))
    return (await Promise.all(roots.map((root) => readdir(join(tmpdir(), root))))).flat()
  }

  /** Small and quick; what a test is about comes on top. */
  const quick = { width: '160', height: '120', codec_preset: 'ultrafast', frame_count: '0' }

  /** Encodes a film with profiles, given as preset and settings by name, and answers the encodings in that order. */
  async function encode(
    profiles: Record<string, Settings>,
    film: { bytes: Uint8Array<ArrayBuffer>; name: string },
  ): Promise<Made[]> {
    for (const [name, settings] of Object.entries(profiles)) {
      expect((await client.post('/profiles.json', { name, ...settings })).text).toContain(name)
    }
    await client.upload(film.bytes, film.name, { profiles: Object.keys(profiles).join(',') })
    await client.get('/videos.json')
    await world.jobs.advanceUntilIdle()
    const { body } = await client.get<Made[]>('/encodings.json', { screenshots: 'true' })
    return Object.keys(profiles).map((name) => body.find(({ profile_name }) => profile_name === name) as Made)
  }

  const film = async () => ({ bytes: await sample('sample.mp4'), name: 'sample.mp4' })

  /** A URL, or the name of a file in the factory's bucket. */
  async function download(name = ''): Promise<Uint8Array> {
    const [factory] = (await client.get<Wire[]>('/factories.json')).body
    const url = name.startsWith('http') ? name : `${String(factory?.url)}${name}`
    const response = await emulator.fetchS3(new Request(url))
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }

  const facts = async (bytes: Uint8Array) =>
    probe({ size: bytes.length, read: async (start, end) => bytes.slice(start, end) })

  it('makes outputs with the profile’s size and codecs, and the source’s duration', async () => {
    const expected: Record<string, [mimeType: string, video: string, audio: string]> = {
      h264: ['video/mp4', 'h264', 'aac'],
      'webm.vp8': ['video/webm', 'vp8', 'vorbis'],
      'webm.vp9': ['video/webm', 'vp9', 'opus'],
      ogg: ['video/ogg', 'theora', 'vorbis'],
      h265: ['video/mp4', 'hevc', 'aac'],
      'mpegts.h264': ['video/mp2t', 'h264', 'aac'],
      'mpegts.mpeg2': ['video/mp2t', 'mpeg2video', 'mp2'],
      mpegps: ['video/mpeg', 'mpeg2video', 'mp2'],
    }
    const profiles = Object.keys(expected).map((preset): [string, Settings] => [
      `my-${preset}`,
      { preset_name: preset, ...quick },
    ])
    for (const made of await encode(Object.fromEntries(profiles), await film())) {
      const [mimeType, video, audio] = expected[made.profile_name.slice(3)] ?? []
      expect(made).toMatchObject({
        status: 'success',
        encoding_progress: 100,
        mime_type: mimeType,
        width: 160,
        height: 120,
        video_codec: video,
        audio_codec: audio,
        files: [made.path + made.extname],
        error_class: null,
      })
      expect(made.fps).toBeCloseTo(29.97, 1)
      expect(Math.abs(made.duration - 2025)).toBeLessThan(75)
      const bytes = await download(made.files[0])
      expect(bytes).toHaveLength(made.file_size)
      // What the probe does not see, it was told by a copy in another container.
      if (video === 'mpeg2video') continue
      expect(await facts(bytes)).toMatchObject({ video: { codec: video, width: 160 }, audio: { codec: audio } })
    }
  })

  it('makes sound alone where the profile is about sound', async () => {
    const expected: Record<string, [mimeType: string, codec: string]> = {
      mp3: ['audio/mpeg', 'mp3'],
      m4a: ['audio/mp4', 'aac'],
      vorbis: ['audio/ogg', 'vorbis'],
    }
    const settings = { audio_bitrate: '96', audio_channels: '1' }
    const profiles = Object.keys(expected).map((preset): [string, Settings] => [
      `my-${preset}`,
      { preset_name: preset, ...settings },
    ])
    for (const made of await encode(Object.fromEntries(profiles), await film())) {
      const [mimeType, codec] = expected[made.profile_name.slice(3)] ?? []
      expect(made).toMatchObject({
        status: 'success',
        mime_type: mimeType,
        video_codec: null,
        width: null,
        audio_codec: codec,
        audio_sample_rate: 44_100,
        audio_channels: 1,
        screenshots: [],
      })
      expect(await facts(await download(made.files[0]))).toMatchObject({ video: null, audio: { codec, channels: 1 } })
    }
  })

  it('takes screenshots of the output', async () => {
    const [made] = await encode({ it: { preset_name: 'h264', ...quick, frame_count: '3' } }, await film())
    expect(made?.screenshots.map((url) => url.split('/').at(-1))).toEqual(
      [1, 2, 3].map((n) => `${made?.path}_${n}.jpg`),
    )
    const pictures = await Promise.all((made?.screenshots ?? []).map(download))
    expect(pictures.map(pictureSize)).toEqual([1, 2, 3].map(() => ({ width: 160, height: 120 })))
    expect(new Set(pictures.map((picture) => picture.join())).size).toBe(3)
  })

  it('fits the source into the frame as the aspect mode says', async () => {
    // 320x240 into 160x80.
    const modes = {
      preserve: [320, 240],
      constrain: [106, 80],
      letterbox: [106, 80],
      pad: [160, 80],
      crop: [160, 80],
      stretch: [160, 80],
      center: [160, 80],
    }
    const profiles = Object.keys(modes).map((mode): [string, Settings] => [
      mode,
      { preset_name: 'h264', ...quick, height: '80', aspect_mode: mode },
    ])
    const made = await encode(Object.fromEntries(profiles), await film())
    expect(made.map(({ profile_name, width, height }) => [profile_name, [width, height]])).toEqual(
      Object.entries(modes),
    )
  })

  it('makes what else a profile says', async () => {
    const settings = {
      clip: { clip_offset: '00:00:00.5', clip_length: '1', fps: '10' },
      'not-up': { width: '1280', height: '960', upscale: 'false' },
      'two-pass': { two_pass: 'true', video_bitrate: '100' },
      crf: { h264_crf: '40', h264_profile: 'baseline', h264_level: '3.0' },
      silent: { mute_audio_tracks: 'true' },
      interlaced: { deinterlace: 'true', keyframe_interval: '10', x264_options: 'bframes=0' },
    }
    const profiles = Object.entries(settings).map(([name, more]): [string, Settings] => [
      name,
      { preset_name: 'h264', ...quick, ...more },
    ])
    const [clip, notUp, twoPass, crf, silent, interlaced] = await encode(Object.fromEntries(profiles), await film())
    expect(clip).toMatchObject({ status: 'success', fps: 10 })
    expect(Math.abs((clip?.duration ?? 0) - 1000)).toBeLessThan(60)
    expect(notUp).toMatchObject({ width: 320, height: 240 })
    expect(twoPass).toMatchObject({ status: 'success', width: 160 })
    expect(Math.abs(Number(twoPass?.video_bitrate) - 100)).toBeLessThan(40)
    expect(crf?.file_size).toBeLessThan(silent?.file_size ?? 0)
    expect(silent).toMatchObject({ audio_codec: null, audio_bitrate: null })
    expect(interlaced).toMatchObject({ status: 'success' })
  })

  it('cuts HLS variants into segments, and lists them for players to choose from', async () => {
    const hls = { ...quick, segment_time: '2' }
    const [low, high, sound, all] = await encode(
      {
        'hls.low': { preset_name: 'hls.variant', ...hls, video_bitrate: '100' },
        'hls.high': { preset_name: 'hls.variant', ...hls, width: '320', height: '240' },
        'hls.sound': { preset_name: 'hls.variant.audio', segment_time: '2' },
        all: { preset_name: 'hls.variant.playlist' },
      },
      { bytes: await testFilm(6), name: 'film.mp4' },
    )
    expect(low).toMatchObject({ status: 'success', width: 160, height: 120, video_codec: 'h264', audio_codec: 'aac' })
    expect(low?.files).toEqual([`${low?.path}.m3u8`, ...[0, 1, 2].map((n) => `${low?.path}-${n}.ts`)])
    const playlist = new TextDecoder().decode(await download(low?.files[0]))
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD')
    expect(playlist.match(/^[^#\n]+$/gm)).toEqual(low?.files.slice(1))
    expect(playlist.match(/#EXTINF:2\.0/g)).toHaveLength(3)
    const segment = await facts(await download(low?.files[2]))
    expect(segment).toMatchObject({
      container: 'mpegts',
      video: { codec: 'h264', width: 160 },
      audio: { codec: 'aac' },
    })
    expect(Math.abs((segment?.durationMs ?? 0) - 2000)).toBeLessThan(120)
    expect(low?.duration).toBeGreaterThan(5900)

    expect(high).toMatchObject({ width: 320, height: 240 })
    expect(sound).toMatchObject({ status: 'success', video_codec: null, width: null, screenshots: [] })
    const master = new TextDecoder().decode(await download(all?.files[0]))
    expect(master.match(/^[^#\n]+$/gm)).toEqual([low, high, sound].map((made) => `${made?.path}.m3u8`))
    expect(master).toMatch(/#EXT-X-STREAM-INF:BANDWIDTH=\d{5,6},RESOLUTION=160x120/)
  })

  it('encrypts HLS with the profile’s key, and tells players where it is', async () => {
    const [made] = await encode(
      {
        it: {
          preset_name: 'hls.variant',
          ...quick,
          encryption: 'true',
          encryption_key: 'MPE2KWuqHKjk0XNR3Ehluw==',
          encryption_iv: '13ErUsaoGZ4N53pO6RrXsQ==',
          encryption_key_url: 'http://127.0.0.1/my.key',
        },
      },
      await film(),
    )
    expect(made).toMatchObject({ status: 'success', width: 160, video_codec: 'h264' })
    const playlist = new TextDecoder().decode(await download(made?.files[0]))
    expect(playlist).toContain(
      '#EXT-X-KEY:METHOD=AES-128,URI="http://127.0.0.1/my.key",IV=0xd7712b52c6a8199e0de77a4ee91ad7b1',
    )
    const encrypted = await download(made?.files[1])
    expect(await facts(encrypted)).toBeUndefined()
    const raw = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const key = await crypto.subtle.importKey('raw', raw('MPE2KWuqHKjk0XNR3Ehluw=='), 'AES-CBC', false, ['decrypt'])
    const iv = raw('13ErUsaoGZ4N53pO6RrXsQ==')
    const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, new Uint8Array(encrypted))
    expect(await facts(new Uint8Array(plain))).toMatchObject({ container: 'mpegts', video: { width: 160 } })
  })

  it('takes thumbnails of the source, in its format and size, and nothing else', async () => {
    const [jpeg, png] = await encode(
      {
        jpeg: { preset_name: 'thumbnail', width: '90', height: '60', frame_offsets: '0s, 30f, 1.5s' },
        png: { preset_name: 'thumbnail', extname: '.png', width: '80', frame_interval: '20f' },
      },
      // A container without an index, in which it is hard to find a time.
      { bytes: await sample('sample.ts'), name: 'sample.ts' },
    )
    expect(jpeg).toMatchObject({ status: 'success', width: 80, height: 60, duration: null, mime_type: 'image/jpeg' })
    expect(jpeg?.files).toEqual([1, 2, 3].map((n) => `${jpeg?.path}_${n}.jpg`))
    expect(pictureSize(await download(jpeg?.files[2]))).toEqual({ width: 80, height: 60 })
    expect(png?.files).toEqual([1, 2, 3].map((n) => `${png?.path}_${n}.png`))
    expect(pictureSize(await download(png?.files[0]))).toEqual({ width: 80, height: 60 })
    const pictures = await Promise.all((png?.files ?? []).map(download))
    expect(new Set(pictures.map((picture) => picture.join())).size).toBe(3)
  })

  it('lays a watermark over the pictures, fetched as everything that a client names', async () => {
    await world.objects.createBucket('logos', { publicRead: true })
    await world.objects.put('logos', 'logo.png', await sample('sample.png'))
    const url = `${world.s3Url}/logos/logo.png`
    const still = { preset_name: 'thumbnail', frame_count: '1', width: '320', height: '240' }
    const [plain, marked, gone] = await encode(
      {
        plain: still,
        marked: { ...still, watermark_url: url, watermark_right: '5%', watermark_bottom: '5', watermark_width: '25%' },
        gone: { ...still, watermark_url: `${world.s3Url}/logos/none.png` },
      },
      await film(),
    )
    expect(marked).toMatchObject({ status: 'success', width: 320, height: 240 })
    expect(await download(marked?.files[0])).not.toEqual(await download(plain?.files[0]))
    expect(gone).toMatchObject({ status: 'fail', error_class: 'DownloadFailed' })
    expect(gone?.error_message).toContain('the server answered 404')
    expect(world.journal.list().entries.some(({ operation }) => operation === 'watermark')).toBe(true)
  })

  it('runs the documents’ own command, as far as it is understood, and refuses another', async () => {
    const command =
      'ffmpeg -i $input_file$ -threads 0 -c:a libfaac -c:v libx264 -preset ultrafast $video_quality$ $filters$ -y a.mp4\n' +
      'qt-faststart a.mp4 $output_file$'
    const [good, bad] = await encode(
      {
        good: { command, extname: '.mp4', width: '160', height: '120', video_bitrate: '200', frame_count: '1' },
        bad: { command: 'ffmpeg -i $input_file$ -vf movie=/etc/passwd $output_file$', extname: '.mp4' },
      },
      await film(),
    )
    expect(good).toMatchObject({ status: 'success', width: 160, height: 120, video_codec: 'h264', audio_codec: 'aac' })
    expect(good?.screenshots).toHaveLength(1)
    expect(bad).toMatchObject({ status: 'fail', error_class: 'CommandInvalid', files: [] })
    expect(new TextDecoder().decode(await download(String(bad?.logfile_url)))).toContain(
      'the filter "movie" is not one of',
    )
  })

  it('makes the same bytes of the same source and settings', async () => {
    const profiles = {
      mp4: { preset_name: 'h264', ...quick, frame_count: '1' },
      webm: { preset_name: 'webm.vp8', ...quick },
    }
    const first = await encode(profiles, await film())
    const bytes = await Promise.all(first.map(({ files }) => download(files[0])))
    await world.reset()
    const second = await encode(profiles, await film())
    expect(second).toEqual(first)
    expect(await Promise.all(second.map(({ files }) => download(files[0])))).toEqual(bytes)
  })

  it('says why it failed, with ffmpeg’s own words in a log, and without a path of this machine', async () => {
    // AVC-Intra knows no such size.
    const [made] = await encode({ it: { preset_name: 'avc.intra', width: '160', height: '120' } }, await film())
    expect(made).toMatchObject({ status: 'fail', error_class: 'EncodingError', files: [], screenshots: [] })
    expect(made?.error_message).toMatch(/^ffmpeg ended with 1: /)
    const log = new TextDecoder().decode(await download(String(made?.logfile_url)))
    expect(log).toContain("Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:source'")
    expect(log).toContain('libx264')
    expect(log).not.toContain(tmpdir())
    expect(log).not.toContain('@ 0x')
  })

  it('has left no file behind, and no mistake', async () => {
    expect(await leftovers()).toEqual([])
    expect(problems).toEqual([])
  })
})
