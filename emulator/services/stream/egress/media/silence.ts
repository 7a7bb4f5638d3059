// MP3 of any length in which nothing is heard: what a call leaves that is recorded without pictures (§2.5).

/** MPEG 2.5, layer III, no CRC, 8 kbit/s, 8 kHz, mono: 72 bytes are 576 samples, 72 ms. All that follows the header is zero, which is silence. */
const header = [0xff, 0xe3, 0x18, 0xc4]
const frameBytes = 72
const frameMs = 72

/** @param duration ms; the last frame is whole */
export function silentMp3(duration: number): Uint8Array {
  const frames = Math.max(1, Math.round(duration / frameMs))
  const bytes = new Uint8Array(frames * frameBytes)
  for (let frame = 0; frame < frames; frame += 1) bytes.set(header, frame * frameBytes)
  return bytes
}
