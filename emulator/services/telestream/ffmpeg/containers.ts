// Containers: how a source of a type is read, and how an output of an extension is written. Neither is left to ffmpeg to guess.
import { CommandRefused } from './refused.ts'

/**
 * By the type that the probe found. A demuxer that is named opens nothing but what it is for, so that no playlist in an MP4's clothes
 * makes ffmpeg read other files.
 */
const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'audio/mp4': 'mov',
  'video/3gpp': 'mov',
  'audio/3gpp': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'audio/webm': 'matroska',
  'video/x-matroska': 'matroska',
  'video/ogg': 'ogg',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'video/mp2t': 'mpegts',
}

export function demuxerOf(mimeType: string | null): string | undefined {
  return mimeType !== null && Object.hasOwn(demuxers, mimeType) ? demuxers[mimeType] : undefined
}

export interface Container {
  muxer: string
  /** Options of the muxer. */
  args: readonly string[]
  /** The main file, in the directory that ffmpeg runs in. */
  file: string
  /** A playlist says which other files there are; of pictures there may be several. */
  kind: 'media' | 'picture' | 'playlist'
}

const faststart = ['-movflags', '+faststart']
const muxers: Readonly<Record<string, readonly [muxer: string, ...args: string[]]>> = {
  '.mp4': ['mp4', ...faststart],
  '.m4v': ['mp4', ...faststart],
  '.mov': ['mov', ...faststart],
  '.qt': ['mov', ...faststart],
  '.m4a': ['ipod', ...faststart],
  '.3gp': ['3gp'],
  '.f4v': ['f4v'],
  '.webm': ['webm'],
  '.mkv': ['matroska'],
  '.ogg': ['ogg'],
  '.ogv': ['ogg'],
  '.oga': ['ogg'],
  '.mp3': ['mp3'],
  '.aac': ['adts'],
  '.wav': ['wav'],
  '.flac': ['flac'],
  '.ts': ['mpegts'],
  '.mts': ['mpegts'],
  '.m2ts': ['mpegts'],
  '.mpg': ['vob'],
  '.mpeg': ['vob'],
  '.vob': ['vob'],
  '.mxf': ['mxf'],
  '.avi': ['avi'],
  '.flv': ['flv'],
  '.wmv': ['asf'],
  '.asf': ['asf'],
  '.ismv': ['ismv'],
}

const files: Readonly<Record<'.m3u8' | '.mpd' | '.jpg' | '.jpeg' | '.png', Container>> = {
  '.m3u8': { muxer: 'hls', args: [], file: 'output.m3u8', kind: 'playlist' },
  // One file a stream, which players ask for in ranges: what `on-demand` means.
  '.mpd': {
    muxer: 'dash',
    args: ['-single_file', '1', '-single_file_name', 'segment-$RepresentationID$.mp4'],
    file: 'output.mpd',
    kind: 'playlist',
  },
  '.jpg': { muxer: 'image2', args: ['-update', '1'], file: 'output.jpg', kind: 'picture' },
  '.jpeg': { muxer: 'image2', args: ['-update', '1'], file: 'output.jpg', kind: 'picture' },
  '.png': { muxer: 'image2', args: ['-update', '1'], file: 'output.png', kind: 'picture' },
}

/** @throws {CommandRefused} for an extension that ffmpeg does not write here */
export function containerOf(extname: string): Container {
  if (isKey(files, extname)) return files[extname]
  const [muxer, ...args] = (Object.hasOwn(muxers, extname) && muxers[extname]) || []
  if (muxer === undefined) throw new CommandRefused(`The ffmpeg encoder of stuntdouble writes no ${extname}`)
  return { muxer, args, file: `output${extname}`, kind: 'media' }
}

function isKey<T extends object>(table: T, key: string): key is keyof T & string {
  return Object.hasOwn(table, key)
}

/** For `-f` in a command of a profile's own. */
export const muxerNames: ReadonlySet<string> = new Set(Object.values(muxers).map(([muxer]) => muxer))
