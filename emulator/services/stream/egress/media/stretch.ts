// Real media of any length out of a sample of two seconds: its pictures stand as long as it takes (§2.10). Few bytes, however long the call was.
import type * as mediabunny from 'mediabunny'
import { findBox, type Box } from '../../../../media/iso-boxes.ts'
import { sampleFor } from '../../../../media/samples.ts'

export interface Stretching {
  container: 'mp4' | 'mkv'
  /** ms; at least one. */
  duration: number
  tracks: 'video' | 'audio' | 'both'
}

/** The pictures are spread over the duration; the sound stands at the beginning, and with sound alone, at the end too. */
export async function stretchedSample({ container, duration, tracks }: Stretching): Promise<Uint8Array> {
  const bunny = await import('mediabunny')
  // Matroska tells of times within 32 s of each other only: its pictures must come in the order in which they are shown, as those of WebRTC do.
  const sample = await sampleFor(container === 'mp4' ? '.mp4' : '.webm')
  if (!sample) throw new Error(`There is no sample for ${container}`)
  const input = new bunny.Input({ formats: [bunny.MP4, bunny.WEBM], source: new bunny.BufferSource(sample.bytes) })
  const output = new bunny.Output({
    format: container === 'mp4' ? new bunny.Mp4OutputFormat({ fastStart: 'in-memory' }) : new bunny.MkvOutputFormat(),
    target: new bunny.BufferTarget(),
  })
  const video = tracks === 'audio' ? null : await input.getPrimaryVideoTrack()
  const audio = tracks === 'video' ? null : await input.getPrimaryAudioTrack()
  const seconds = Math.max(duration, 1) / 1000
  const addVideo = video && (await videoInto(bunny, output, video, seconds))
  const addAudio = audio && (await audioInto(bunny, output, audio, seconds, video === null))
  await output.start()
  // Muxers wait for the other track when one is far ahead.
  await Promise.all([addVideo?.(), addAudio?.()])
  await output.finalize()
  input.dispose()
  const { buffer } = output.target
  if (!buffer) throw new Error('The muxer left no bytes')
  const bytes = new Uint8Array(buffer)
  if (container === 'mp4') forgetMakingTime(bytes)
  return bytes
}

type Adding = () => Promise<void>

async function videoInto(
  bunny: typeof mediabunny,
  output: mediabunny.Output,
  track: mediabunny.InputVideoTrack,
  seconds: number,
): Promise<Adding> {
  const codec = await track.getCodec()
  const decoderConfig = await track.getDecoderConfig()
  if (!codec || !decoderConfig) throw new Error('The sample has no pictures')
  const source = new bunny.EncodedVideoPacketSource(codec)
  output.addVideoTrack(source)
  const sink = new bunny.EncodedPacketSink(track)
  // Pictures that are decoded before they are shown may begin before zero, which stretched would be long before it.
  const first = await track.getFirstTimestamp()
  const factor = seconds / ((await track.computeDuration()) - first)
  return async () => {
    const key = await sink.getFirstPacket()
    for await (const packet of sink.packets()) {
      const { timestamp, duration } = packet
      await source.add(packet.clone({ timestamp: (timestamp - first) * factor, duration: duration * factor }), {
        decoderConfig,
      })
    }
    // Matroska's blocks have no duration: a last picture stands where the end is.
    if (key && codec === 'vp8') await source.add(key.clone({ timestamp: seconds, duration: 0 }), { decoderConfig })
    source.close()
  }
}

async function audioInto(
  bunny: typeof mediabunny,
  output: mediabunny.Output,
  track: mediabunny.InputAudioTrack,
  seconds: number,
  alone: boolean,
): Promise<Adding> {
  const codec = await track.getCodec()
  const decoderConfig = await track.getDecoderConfig()
  if (!codec || !decoderConfig) throw new Error('The sample has no sound')
  const source = new bunny.EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  const sink = new bunny.EncodedPacketSink(track)
  return async () => {
    let last: mediabunny.EncodedPacket | undefined
    for await (const packet of sink.packets()) {
      if (packet.timestamp < 0 || packet.timestamp + packet.duration > seconds) continue
      await source.add(packet, { decoderConfig })
      last = packet
    }
    const end = last && seconds - last.duration
    if (alone && last && end !== undefined && end > last.timestamp) await source.add(last.clone({ timestamp: end }))
    source.close()
  }
}

/** The muxer writes the system's time into three kinds of boxes; the same call has the same bytes, whenever it is made. */
function forgetMakingTime(bytes: Uint8Array): void {
  const moov = findBox(bytes, { start: 0, end: bytes.length }, 'moov')
  if (!moov) throw new Error('The muxer left no moov')
  clearTimes(bytes, findBox(bytes, moov, 'mvhd'))
  for (let from = moov.start; ;) {
    const trak = findBox(bytes, { start: from, end: moov.end }, 'trak')
    if (!trak) return
    clearTimes(bytes, findBox(bytes, trak, 'tkhd'))
    clearTimes(bytes, findBox(bytes, trak, 'mdia', 'mdhd'))
    from = trak.end
  }
}

/** ISO/IEC 14496-12: version and flags, then creation and modification time, of 4 bytes each, or 8 in version 1. */
function clearTimes(bytes: Uint8Array, box: Box | undefined): void {
  if (box) bytes.fill(0, box.start + 4, box.start + 4 + (bytes[box.start] === 1 ? 16 : 8))
}
