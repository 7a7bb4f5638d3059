// Rates and durations of files that do not write them down, from their first packets.
import type { EncodedPacketSink, InputAudioTrack, InputVideoTrack } from 'mediabunny'

/** Some seconds of most media, and few enough bytes for a probe. */
const mostPackets = 512
const mostBytes = 2 * 1024 * 1024

export interface PacketStatistics {
  packets: number
  /** Bits a second; null when the packets tell no time. */
  bitrate: number | null
  /** Where the last packet ended, in seconds of the track's clock. */
  end: number
}

/**
 * Adds up a track's first packets. When one of them cannot be read, those before it stand.
 * @param until stops there, in seconds of the track's clock: beside a track that is done, more would only cost
 */
export async function packetStatistics(
  Sink: typeof EncodedPacketSink,
  track: InputVideoTrack | InputAudioTrack,
  until = Infinity,
): Promise<PacketStatistics> {
  let packets = 0
  let bytes = 0
  let start = Infinity
  let end = -Infinity
  const sink = new Sink(track)
  const options = { metadataOnly: true }
  try {
    // Not `sink.packets()`: that reads ahead by the machine's speed.
    for (let packet = await sink.getFirstPacket(options); packet; packet = await sink.getNextPacket(packet, options)) {
      packets++
      bytes += packet.byteLength
      start = Math.min(start, packet.timestamp)
      end = Math.max(end, packet.timestamp + packet.duration)
      if (packets >= mostPackets || bytes >= mostBytes || end >= until) break
    }
  } catch (error) {
    if (packets === 0) throw error
  }
  const seconds = end - start
  return { packets, end, bitrate: seconds > 0 && Number.isFinite(seconds) ? (bytes * 8) / seconds : null }
}

/**
 * Frames a second: of a regular track what its timestamps, however coarse, were made from; of an irregular one the average.
 * @throws what mediabunny throws on bytes that it cannot read
 */
export async function frameRate(track: InputVideoTrack, packets: number): Promise<number | null> {
  if (packets < 2) return null
  const { underlyingFrameRate, averageFrameRate } = await track.computeFrameRateMetrics({ targetPacketCount: packets })
  return underlyingFrameRate ?? averageFrameRate
}
