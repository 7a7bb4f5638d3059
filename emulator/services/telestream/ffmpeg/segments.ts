// HTTP Live Streaming: a playlist and its segments, plain or encrypted.
import { bytesToHex } from '@noble/hashes/utils.js'
import { option } from './arguments.ts'
import { decimal } from './numbers.ts'
import { refuseSetting } from './refused.ts'
import type { Settings } from './settings.ts'

/** Names of segments in the directory that ffmpeg runs in. */
export const segmentName = /^segment-\d+\.(ts|mp4)$/
export const keyFile = 'key'
export const keyInfoFile = 'key-info'
/** Seconds; what the presets say. */
const usualLength = 10

/** @throws {CommandRefused} */
export function segmentLength(settings: Settings): number {
  return settings.number('segment_time', 0.1, 3600) ?? usualLength
}

/** @throws {CommandRefused} */
export function segmentArguments(settings: Settings): string[] {
  return [
    ...option('-hls_time', decimal(segmentLength(settings))),
    ...option('-hls_list_size', 0),
    ...option('-hls_playlist_type', 'vod'),
    ...option('-hls_segment_filename', 'segment-%05d.ts'),
    ...option('-hls_key_info_file', settings.boolean('encryption') ? keyInfoFile : undefined),
  ]
}

export interface Encryption {
  /** 16 bytes; undefined when they have to be fetched from `url`. */
  key: Uint8Array | undefined
  /** Players fetch the key there; undefined when it lies beside the playlist. */
  url: string | undefined
  /** Lower-case hex; undefined: the number of each segment. */
  iv: string | undefined
}

/** Undefined when none is wanted. @throws {CommandRefused} */
export function encryptionOf(settings: Settings): Encryption | undefined {
  if (!settings.boolean('encryption')) return undefined
  const url = settings.text('encryption_key_url')
  const isUrl = url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (url !== undefined && !isUrl) throw refuseSetting('encryption_key_url', 'an http or https URL', url)
  const key = block(settings, 'encryption_key')
  if (key === undefined && url === undefined) {
    throw refuseSetting('encryption_key', 'given when there is no encryption_key_url', null)
  }
  const iv = block(settings, 'encryption_iv')
  return { key, url: url === undefined ? undefined : new URL(url).href, iv: iv && bytesToHex(iv) }
}

/** What ffmpeg reads: the key as players are told of it, its file, its first vector. The URL is put into the playlist later. */
export function keyInfo({ iv }: Encryption): Uint8Array {
  return new TextEncoder().encode([keyFile, keyFile, ...(iv === undefined ? [] : [iv])].join('\n') + '\n')
}

/** "Base64 encoded AES-128 key". */
function block(settings: Settings, name: string): Uint8Array | undefined {
  const text = settings.text(name)
  if (text === undefined) return undefined
  const bytes = /^[A-Za-z0-9+/]{22}(==)?$/.test(text)
    ? Uint8Array.from(atob(text.slice(0, 22)), (character) => character.charCodeAt(0))
    : undefined
  if (bytes?.length !== 16) throw refuseSetting(name, '16 bytes in base64', '…')
  return bytes
}
