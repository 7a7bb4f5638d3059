import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'
import { flipPresetNames } from '../presets.ts'
import { profileFields } from '../profile-fields.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

type Type = 'integer' | 'number' | 'text' | 'boolean' | 'object' | 'texts'

const fields = (type: Type, names: string): [string, Type][] => names.split(/\s+/).map((name) => [name, type])
const media = [
  ...fields('integer', 'audio_bitrate audio_channels audio_sample_rate duration file_size height width video_bitrate'),
  ...fields('number', 'fps'),
  ...fields('text', 'audio_codec video_codec mime_type'),
]

/** §3.7, as Go's models have it: the strictest reader. */
const models: Record<string, Map<string, Type>> = {
  video: new Map([
    ...media,
    ...fields('integer', 'encodings_count'),
    ...fields(
      'text',
      'id status original_filename extname path path_format source_url payload error_class error_message',
    ),
    ...fields('text', 'created_at updated_at'),
  ]),
  encoding: new Map([
    ...media,
    ...fields('integer', 'encoding_progress encoding_time'),
    ...fields('texts', 'files screenshots'),
    ...fields('text', 'id video_id status profile_id profile_name started_encoding_at path extname logfile_url'),
    ...fields('text', 'external_id parent_encoding_id error_class error_message created_at updated_at'),
  ]),
  factory: new Map([
    ...fields('integer', 'storage_provider'),
    ...fields('boolean', 'server_side_encryption input_bucket_watch'),
    ...fields('object', 'input_bucket_files_map provider_specific_settings'),
    ...fields(
      'text',
      'id name factory_region output_bucket_name acl created_at updated_at url input_bucket_name store_id',
    ),
    ...fields(
      'text',
      'input_bucket_sync_every_n_min input_bucket_recursive input_bucket_file_pattern outputs_path_format',
    ),
  ]),
  profile: new Map([
    ...fields(
      'integer',
      `width height video_bitrate max_rate buffer_size keyframe_interval frame_count segment_time audio_bitrate audio_channels
      audio_channels_per_track audio_sample_rate audio_stream_id audio_streams telestream_search_length_scaler
      eac3_dialog_normalization eac3_mixing_level`.trim(),
    ),
    ...fields('number', 'fps crop_input_width telestream_blur_scaler telestream_cost_scaler'),
    ...fields(
      'boolean',
      'upscale two_pass encryption tachyon_allow_add_2_2pd eac3_original_bitstream watermark_bumpers',
    ),
    ...fields('text', 'id name title preset_name extname created_at updated_at keyframe_rate time_code deinterlace'),
    ...fields(
      'text',
      'aspect_mode h264_level h264_profile merge_audio_streams watermark_top crop_input_top clip_length',
    ),
    ...fields('text', 'frame_interval frame_offsets variants closed_captions dnxhd_type avcintra_class dash_profile'),
  ]),
}

const fits: Record<Type, (value: unknown) => boolean> = {
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}

/** What does not fit its field; null fits every one. Fields that the model does not have are named too. */
function misfits(model: string, value: Record<string, unknown>): string[] {
  return Object.entries(value).flatMap(([name, found]) => {
    const type = models[model]?.get(name)
    if (type === undefined) return [`${model}.${name} is no field`]
    return found === null || fits[type](found) ? [] : [`${model}.${name} is not ${type}: ${JSON.stringify(found)}`]
  })
}

const list = async (path: string, rows: string, query = {}) =>
  (await flip.get<Record<string, Record<string, unknown>[]>>(path, query)).body[rows] ?? []

describe('every field has the type that Go, Java and Python read', () => {
  it('of videos and encodings, before, during and after, also when they fail', async () => {
    const bytes = await sample('sample.mp4')
    for (const name of ['a.mp4', 'stuntdouble-fail-EncodingError.mp4', 'stuntdouble-fail-DownloadFailed.mp4'])
      await double.signed.upload(bytes, name, { profiles: 'h264,webm,mp3,hls.variant' })
    await flip.post('/videos.json', { source_url: 'http://127.0.0.1:1/gone.mp4' })
    await flip.post('/encodings.json', {
      video_id: (await list('/videos.json', 'videos'))[1]?.id,
      profile_name: 'h264',
    })
    for (const wait of [0, 6000, 60_000]) {
      await double.wait(wait)
      const videos = await list('/videos.json', 'videos')
      const encodings = await list('/encodings.json', 'encodings', { screenshots: true, precise_status: true })
      expect(videos.length).toBe(4)
      expect(encodings.length).toBe(19)
      expect(videos.flatMap((video) => misfits('video', video))).toEqual([])
      expect(encodings.flatMap((encoding) => misfits('encoding', encoding))).toEqual([])
    }
  })

  it('of factories, whatever was sent', async () => {
    await double.world.objects.createBucket('incoming')
    const made = await flip.post(
      '/factories.json',
      {
        name: 'x',
        input_bucket_name: 'incoming',
        input_bucket_watch: 'true',
        input_bucket_recursive: 1,
        input_bucket_sync_every_n_min: '9',
        storage_provider: '7',
        server_side_encryption: 'False',
        provider_specific_settings: { host: 'h' },
        url: 'http://cdn.example',
      },
      { with_storage_provider: 1 },
    )
    expect(made.body).toMatchObject({ url: 'http://cdn.example/', storage_provider: 7, input_bucket_watch: true })
    expect(misfits('factory', made.body)).toEqual([])
    for (const factory of await list('/factories.json', 'factories', { with_storage_provider: true }))
      expect(misfits('factory', factory)).toEqual([])
  })

  it('of profiles, whatever API made them and with all defaults', async () => {
    for (const preset of flipPresetNames) {
      const { body } = await flip.post(
        '/profiles.json',
        { preset_name: preset, name: `of ${preset}` },
        { expand: true },
      )
      expect(misfits('profile', body)).toEqual([])
    }
    await double.signed.post('/profiles.json', {
      preset_name: 'webm.hi',
      keyframe_rate: '2',
      watermark_top: '5',
      deinterlace: 'true',
      upscale: '0',
      clip_length: '00:00:01',
    })
    for (const profile of await list('/profiles.json', 'profiles', { expand: true }))
      expect(misfits('profile', profile)).toEqual([])
  })

  it('of a profile that is sent in other types', async () => {
    const { body } = await flip.post('/profiles.json', {
      preset_name: 'h264',
      name: 'odd',
      width: '640',
      video_bitrate: 87.0,
      fps: '29.97',
      upscale: 'True',
      keyframe_rate: 3,
      watermark_top: 10,
      crop_input_width: '12.5',
      crop_input_top: 3,
      h264_level: 4.1,
      closed_captions: 'burn',
    })
    expect(misfits('profile', body)).toEqual([])
    expect(body).toMatchObject({
      width: 640,
      video_bitrate: 87,
      fps: 29.97,
      upscale: true,
      keyframe_rate: '3',
      watermark_top: '10',
      crop_input_width: 12.5,
      h264_level: '4.1',
    })
  })

  it('of upload sessions: numbers are texts', async () => {
    const { body } = await flip.post<Record<string, unknown>>('/videos/upload.json', {
      file_name: 'a.mp4',
      file_size: 12_000_000,
      extra_files: [{ tag: 'subtitles.index-0', file_name: 'a.srt', file_size: 20 }],
    })
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      location: expect.stringContaining('/upload/session?id='),
      parts: '3',
      part_size: '5242880',
      max_connections: '8',
      extra_files: {
        'subtitles.index-0': { tag: 'subtitles.index-0', name: 'a.srt', parts: '1', part_size: '5242880' },
      },
    })
  })

  it('of the small answers', async () => {
    const video: Wire = await double.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
    const [encoding] = await list('/encodings.json', 'encodings')
    const id = String(encoding?.id)
    expect((await flip.get('/encodings/count.json')).text).toBe('{"total":1}')
    expect((await flip.post(`/encodings/${id}/cancel.json`)).text).toBe('{"canceled":true}')
    expect((await flip.post(`/encodings/${id}/retry.json`)).text).toBe('{"retried":true}')
    expect((await flip.post(`/videos/${video.id}/cancel.json`)).text).toBe('{"canceled":true}')
    expect((await flip.delete(`/encodings/${id}.json`)).text).toBe('{"deleted":true}')
  })

  it('knows a type of every field that the SDKs have', () => {
    expect(profileFields.size).toBeGreaterThan(125)
    for (const [name, type] of models.profile ?? []) {
      const kind = profileFields.get(name)
      if (kind === undefined) continue
      expect([name, Array.isArray(kind) || kind === 'flag' ? 'text' : kind]).toEqual([name, type])
    }
  })
})
