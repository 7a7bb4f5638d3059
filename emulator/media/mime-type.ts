// The mime type that a name's extension stands for.
import { mimes } from 'hono/utils/mime'

// What Hono's list does not have, or has otherwise than this vendor means it.
const others: Record<string, string> = {
  // Not in the list: registered with IANA …
  m4a: 'audio/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  qt: 'video/quicktime',
  m3u8: 'application/vnd.apple.mpegurl', // RFC 8216, 4
  mpd: 'application/dash+xml',
  mpg: 'video/mpeg',
  vob: 'video/mpeg',
  mxf: 'application/mxf',
  flac: 'audio/flac',
  vtt: 'text/vtt',
  ttml: 'application/ttml+xml',
  ism: 'application/vnd.ms-sstr+xml',
  ismc: 'application/vnd.ms-sstr+xml',
  // … and in use without being registered.
  ismv: 'video/mp4',
  mkv: 'video/x-matroska',
  flv: 'video/x-flv',
  wmv: 'video/x-ms-wmv',
  asf: 'video/x-ms-asf',
  wav: 'audio/wav',
  tar: 'application/x-tar',
  m2ts: 'video/mp2t',
  mts: 'video/mp2t',
  // Not in the list, and this vendor's `.ogg` is Theora and Vorbis (§3.4); `.oga` is the one without pictures.
  ogg: 'video/ogg',
}

// A map, because `getMimeType('.constructor')` gives a function.
const types = new Map(Object.entries({ ...mimes, ...others }))

/**
 * The mime type of a file, by its extension.
 * @param name a file name, a path or an extension such as `.mp4`
 * @returns `application/octet-stream` for what is not known
 */
export function mimeTypeOf(name: string): string {
  return types.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'application/octet-stream'
}
