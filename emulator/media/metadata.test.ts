import { expect, test } from 'vitest'
import type { MediaFacts } from './media-facts.ts'
import { metadataOf } from './metadata.ts'
import { probe } from './probe.ts'
import { sampleFor } from './samples.ts'

async function metadataOfSample(extname: string) {
  const sample = await sampleFor(extname)
  if (sample === undefined) throw new Error(`No sample of ${extname}`)
  const { bytes } = sample
  const facts = await probe({ size: bytes.length, read: async (start, end) => bytes.slice(start, end) })
  if (facts === undefined) throw new Error(`No facts of ${extname}`)
  return metadataOf(facts, { fileName: `clip${extname}`, fileSize: bytes.length })
}

test('of an MP4 it is what exiftool would say', async () => {
  expect(await metadataOfSample('.mp4')).toEqual({
    file_name: 'clip.mp4',
    file_size: '25 kB',
    file_type: 'MP4',
    mime_type: 'video/mp4',
    duration: '2.00 s',
    avg_bitrate: '89.7 kbps',
    image_width: 320,
    image_height: 240,
    image_size: '320x240',
    video_frame_rate: 29.97,
    rotation: 0,
    audio_channels: 2,
    audio_sample_rate: 44_100,
    track_id: 1,
    major_brand: 'MP4  Base Media v1 [IS0 14496-12:2003]',
    minor_version: '0.2.0',
    compatible_brands: ['isom', 'iso2', 'avc1', 'mp41'],
    movie_data_size: 22_439,
    movie_data_offset: 3555,
    movie_header_version: 0,
    time_scale: 1000,
    preferred_rate: 1,
    preferred_volume: '100.00%',
    next_track_id: 3,
    track_header_version: 0,
    track_duration: '2.00 s',
    track_layer: 0,
    track_volume: '0.00%',
    media_header_version: 0,
    media_time_scale: 30_000,
    media_duration: '2.00 s',
    compressor_id: 'avc1',
    source_image_width: 320,
    source_image_height: 240,
    x_resolution: 72,
    y_resolution: 72,
    bit_depth: 24,
    graphics_mode: 'srcCopy',
    op_color: '0 0 0',
    audio_format: 'mp4a',
    audio_bits_per_sample: 16,
    balance: 0,
  })
})

test('of a WebM it says only what is true of a WebM', async () => {
  expect(await metadataOfSample('.webm')).toEqual({
    file_name: 'clip.webm',
    file_size: '28 kB',
    file_type: 'WEBM',
    mime_type: 'video/webm',
    duration: '2.00 s',
    avg_bitrate: '115 kbps',
    image_width: 320,
    image_height: 240,
    image_size: '320x240',
    video_frame_rate: 29.97,
    rotation: 0,
    audio_channels: 2,
    audio_sample_rate: 44_100,
    track_id: 1,
  })
})

test('sound alone has no picture', async () => {
  const metadata = await metadataOfSample('.m4a')
  expect(metadata).toMatchObject({ file_type: 'M4A', mime_type: 'audio/mp4', audio_format: 'mp4a', track_id: 1 })
  expect(Object.keys(metadata).filter((tag) => /image|video|rotation|compressor/.test(tag))).toEqual([])
})

test('what is not known is left out', () => {
  const facts: MediaFacts = {
    container: 'wav',
    mimeType: 'audio/wav',
    durationMs: null,
    video: null,
    audio: { trackId: 1, codec: 'pcm_s16le', bitrate: null, sampleRate: 8000, channels: 1 },
    movie: null,
  }
  expect(metadataOf(facts, { fileName: '', fileSize: 44 })).toEqual({
    file_size: '44 bytes',
    file_type: 'WAV',
    mime_type: 'audio/wav',
    audio_channels: 1,
    audio_sample_rate: 8000,
    track_id: 1,
  })
})

test('dates are those of the file', async () => {
  const sample = await sampleFor('.mp4')
  const bytes = Uint8Array.from(sample?.bytes ?? [])
  const at = Buffer.from(bytes).indexOf('mvhd') + 8
  new DataView(bytes.buffer).setUint32(at, 2_082_844_800 + 86_400)
  const facts = await probe({ size: bytes.length, read: async (start, end) => bytes.slice(start, end) })
  expect(facts && metadataOf(facts, { fileSize: bytes.length })).toMatchObject({
    create_date: 'Fri Jan 02 00:00:00 +0000 1970',
  })
})
