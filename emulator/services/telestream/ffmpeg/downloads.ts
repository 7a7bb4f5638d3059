// What an encoding needs beside its source: a watermark, a key. Fetched as everything is that a client names.
import type { World } from '../../../world.ts'
import { EncodingFailed } from './failed.ts'

const maxWatermark = 20 * 1024 * 1024
const timeoutMs = 60_000

export interface Watermark {
  bytes: Uint8Array
  demuxer: string
}

/**
 * A picture; nothing else is handed to ffmpeg.
 * @throws {EncodingFailed | OutboundRefused}
 */
export async function fetchWatermark(world: World, url: string, signal: AbortSignal): Promise<Watermark> {
  const bytes = await download(world, 'watermark', url, maxWatermark, signal)
  const demuxer = pictureDemuxer(bytes)
  if (demuxer !== undefined) return { bytes, demuxer }
  throw new EncodingFailed('FormatNotRecognised', `The watermark ${url} is neither a PNG nor a JPEG nor a GIF`)
}

/** @throws {EncodingFailed | OutboundRefused} */
export async function fetchKey(world: World, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await download(world, 'encryption-key', url, 1024, signal)
  if (bytes.length === 16) return bytes
  throw new EncodingFailed('CommandInvalid', `The key at ${url} has ${bytes.length} bytes; AES-128 has 16`)
}

async function download(
  world: World,
  operation: string,
  url: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const response = await world.outbound.fetch(operation, 'telestream', { url, maxBytes, timeoutMs, signal })
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel()
    throw new EncodingFailed('DownloadFailed', `Could not download ${url}: the server answered ${response.status}`)
  }
  return new Uint8Array(await new Response(response.body).arrayBuffer())
}

/** By its first bytes, whatever its name and type are. */
function pictureDemuxer(bytes: Uint8Array): string | undefined {
  const begins = (...expected: number[]) => expected.every((byte, at) => bytes[at] === byte)
  if (begins(0x89, 0x50, 0x4e, 0x47)) return 'png_pipe'
  if (begins(0xff, 0xd8, 0xff)) return 'jpeg_pipe'
  return begins(0x47, 0x49, 0x46, 0x38) ? 'gif' : undefined
}
