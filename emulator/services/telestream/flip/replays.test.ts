import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

// The Go SDK is not to be had through the module proxy, the Java SDK is not in Maven Central: so here are their requests, as their
// sources make them (§3.7, §3.8, §8), and what they need of the answers.

let double: FlipDouble
let base: string
let key: string
beforeEach(async () => {
  double = await flipDouble()
  base = `${double.emulator.url}/flip/3.1`
  key = double.world.credentials.telestream.apiKey
})
afterEach(() => double[Symbol.asyncDispose]())

/** The first line alone, because that is all that Java reads. */
async function ask(url: string, init: RequestInit = {}) {
  const response = await double.emulator.fetch(new Request(url, init))
  const text = await response.text()
  const [line = ''] = text.split('\n')
  return { status: response.status, text, json: (line === '' ? undefined : JSON.parse(line)) as Wire }
}

const json = { 'Content-Type': 'application/json', Accept: 'application/json' }
const scoped = (path: string) => `${base}${path}?factory_id=${double.factoryId}`
const film = async (size: number) => {
  const padded = new Uint8Array(size)
  padded.set(await sample('sample.mp4'))
  return padded
}

describe('Go', () => {
  const headers = () => ({ ...json, 'X-Api-Key': key, 'User-Agent': 'Swagger-Codegen/2.0.1/go' })

  /** flip/uploader: status, then a PUT of every missing part with the tag in its header, then status again. */
  async function upload(
    location: string,
    partSize: number,
    parts: number,
    bytes: Uint8Array<ArrayBuffer>,
    tag: string,
  ) {
    const status = async () => (await ask(location, { headers: { 'X-Extra-File-Tag': tag } })).json
    const before = await status()
    expect(before.missing_parts).toEqual(Array.from({ length: parts }, (_, at) => at))
    let id: unknown
    for (const part of before.missing_parts as number[]) {
      const answer = await ask(location, {
        method: 'PUT',
        headers: {
          'Content-Type': 'application/octet-stream',
          'Cache-Control': 'no-cache',
          'X-Part': String(part),
          'X-Extra-File-Tag': tag,
        },
        body: bytes.slice(part * partSize, (part + 1) * partSize),
      })
      expect(answer.status).toBeLessThan(300)
      if (answer.text !== '') id = answer.json.id
    }
    expect((await status()).missing_parts).toEqual([])
    return { id, mediaId: before.media_id }
  }

  it('uploads a film and its subtitles, whose tags it always numbers', async () => {
    const [bytes, subtitles] = [await film(6_000_000), new Uint8Array(10).fill(65)]
    const { json: session } = await ask(scoped('/videos/upload.json'), {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({
        file_size: bytes.length,
        file_name: 'film.mp4',
        extra_files: [{ tag: 'subtitles.index-0', file_size: subtitles.length, file_name: 'a.srt' }],
        profiles: 'h264',
        multi_chunk: true,
      }),
    })
    // `json:"parts,string"`: a number that is none of a text is an error there.
    for (const name of ['parts', 'part_size', 'max_connections']) expect(session[name]).toMatch(/^\d+$/)
    const [partSize, parts] = [Number(session.part_size), Number(session.parts)]
    const { id, mediaId } = await upload(session.location, partSize, parts, bytes, '')
    expect(id).toBe(mediaId)
    const extra = (session.extra_files as Record<string, Record<string, string>>)['subtitles.index-0']
    await upload(session.location, Number(extra?.part_size), Number(extra?.parts), subtitles, 'subtitles.index-0')
    const video = await ask(scoped(`/videos/${String(id)}.json`), { headers: headers() })
    expect(video.json).toMatchObject({ status: 'success', encodings_count: 1 })
  })

  it('leaves out what is empty, and sends what is not', async () => {
    const made = await ask(`${base}/factories.json?with_storage_provider=true`, {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({
        name: 'go',
        storage_provider: 7,
        input_bucket_recursive: true,
        server_side_encryption: true,
      }),
    })
    expect(made).toMatchObject({ status: 200, json: { name: 'go', storage_provider: 7 } })
    const delay = { url: 'http://127.0.0.1:9/', delay: 2.5, send_video_payload: false, events: { video_created: true } }
    const settings = await ask(scoped('/notifications.json'), {
      method: 'PUT',
      headers: headers(),
      body: JSON.stringify(delay),
    })
    expect(settings.json).toMatchObject({ delay: 2.5, events: { video_created: true, video_encoded: false } })
  })
})

describe('Java', () => {
  const headers = () => ({ ...json, 'X-Api-Key': key, 'User-Agent': 'Swagger-Codegen/2.2.0/java' })

  it('creates a video with its own shape of extra files', async () => {
    await double.world.objects.put('my-bucket', 'in.mp4', await sample('sample.mp4'))
    const url = `${double.emulator.s3Url}/my-bucket/in.mp4`
    const { json: video } = await ask(scoped('/videos.json'), {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({ source_url: url, profiles: 'h264', extra_files: [{ file_type: 'audio', url }] }),
    })
    expect(video).toMatchObject({ status: 'processing' })
    await ask(scoped('/videos.json'), { headers: headers() })
    const stored = await double.world.objects.head('telestream-sources', `${video.id}/extra/audio.index-0`)
    expect(stored.size).toBe(25_994)
  })

  it('uploads round by round, and asks with a content type for what is missing', async () => {
    const bytes = await film(11_000_000)
    const { json: session } = await ask(scoped('/videos/upload.json'), {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({ file_name: 'film.mp4', file_size: bytes.length, profiles: 'h264', multi_chunk: true }),
    })
    const missing = async () =>
      (await ask(session.location, { headers: { 'Content-Type': 'application/json' } })).json.missing_parts as number[]
    let ids: string[] = []
    // The first round loses a part.
    for (const lost of [1, undefined]) {
      for (const part of await missing()) {
        if (part === lost) continue
        const answer = await ask(session.location, {
          method: 'POST',
          headers: { 'Content-Type': 'application/octet-stream', 'X-Part': String(part) },
          body: bytes.slice(part * 5_242_880, (part + 1) * 5_242_880),
        })
        if (answer.text !== '') ids = [...ids, answer.json.id]
      }
    }
    expect(await missing()).toEqual([])
    const video = await ask(scoped(`/videos/${ids[0] ?? ''}.json`), { headers: headers() })
    expect([ids.length, video.json.status]).toEqual([1, 'success'])
  })

  it('sends numbers and booleans of a profile as texts', async () => {
    const { json: profile } = await ask(`${scoped('/profiles.json')}&expand=true`, {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({
        preset_name: 'xdcam',
        name: 'java',
        audio_channels_per_track: '2',
        buffer_size: '2000',
        segment_time: '10',
        telestream_blur_scaler: '1.5',
        use_editlist: 'true',
        audio_stream_id: '1',
        time_code: true,
        keyframe_rate: 2,
      }),
    })
    expect(profile).toMatchObject({
      audio_channels_per_track: 2,
      buffer_size: 2000,
      segment_time: 10,
      telestream_blur_scaler: 1.5,
      use_editlist: true,
      audio_stream_id: 1,
      time_code: 'true',
      keyframe_rate: '2',
    })
  })
})

describe('.NET', () => {
  it('takes the id of the video from the first look at what is missing', async () => {
    const bytes = await film(50_000)
    const { json: session } = await ask(scoped('/videos/upload.json'), {
      method: 'POST',
      headers: { ...json, 'X-Api-Key': key },
      body: JSON.stringify({ file_name: 'C:\\films\\film.mp4', file_size: bytes.length }),
    })
    const { media_id: id } = (await ask(session.location)).json
    const answer = await ask(session.location, { method: 'PUT', headers: { 'X-Part': '0' }, body: bytes })
    expect(answer.json).toMatchObject({ id, original_filename: 'film.mp4' })
    expect((await ask(session.location)).json).toEqual({ missing_parts: [], media_id: id })
  })
})
