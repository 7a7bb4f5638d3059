// The playlist of playlists (§3.4, hls.variant.playlist): the variants of a video, for players to choose from. No encoder is needed for it.
import type { World } from '../../world.ts'
import { plainText } from '../../plain-text.ts'
import type { EncodingOutcome, EncodingTask } from './encoder.ts'
import { hlsVariants } from './hls-variants.ts'
import { type Encoding, noMedia, type Profile } from './model.ts'

export function isHlsPlaylist(profile: Pick<Profile, 'presetName'> | undefined): boolean {
  return profile?.presetName === 'hls.variant.playlist'
}

/** Writes it, from the variants that are there; HLSVariantsNotFound when there is none. */
export async function makeHlsPlaylist(
  world: World,
  { encoding, factory, profile, video }: EncodingTask,
): Promise<EncodingOutcome> {
  const variants = hlsVariants(world, encoding, plainText(profile?.settings.variants ?? 'hls.*'))
  if (variants.length === 0) {
    return {
      errorClass: 'HLSVariantsNotFound',
      errorMessage: 'The video has no HLS variant that the playlist could list',
    }
  }
  const name = `${encoding.path}${encoding.extname}`
  const bytes = new TextEncoder().encode(playlistOf(encoding, variants))
  const mimeType = 'application/vnd.apple.mpegurl'
  await world.objects.put(factory.bucket, name, bytes, { contentType: mimeType })
  const duration = variants[0]?.duration ?? video.duration
  return { ...noMedia, mimeType, duration, fileSize: bytes.length, files: [name], screenshots: [] }
}

function playlistOf({ path }: Encoding, variants: readonly Encoding[]): string {
  const up = '../'.repeat(path.split('/').length - 1)
  const lines = variants.flatMap((variant) => {
    const { width, height } = variant
    const size = width === null || height === null ? '' : `,RESOLUTION=${width}x${height}`
    return [
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth(variant)}${size}`,
      up + relativeUrl(variant.path + variant.extname),
    ]
  })
  return ['#EXTM3U', '#EXT-X-VERSION:3', ...lines, ''].join('\n')
}

/** bits/s; of the whole file, where the streams do not tell. */
function bandwidth({ videoBitrate, audioBitrate, fileSize, duration }: Encoding): number {
  const streams = ((videoBitrate ?? 0) + (audioBitrate ?? 0)) * 1000
  return streams > 0 || !duration ? streams : Math.round(((fileSize ?? 0) * 8000) / duration)
}

/** A key as it is written into a playlist, where spaces end a URL. */
export function relativeUrl(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/')
}
