// What ffmpeg reads: the source, as the probe knows it, and its own outputs once more.
import { option } from './arguments.ts'
import { globalArguments, maxPixels, threads } from './limits.ts'
import { secondsOf } from './numbers.ts'

/** The source in the directory that ffmpeg runs in, and a copy of it in Matroska. */
export const sourceFile = 'source'
const sourceCopy = 'source.mkv'

export interface SourceFacts {
  file: typeof sourceFile | typeof sourceCopy
  demuxer: string
  /** ms; null when it is not known. */
  duration: number | null
  fps: number | null
  hasPictures: boolean
  hasSound: boolean
}

/**
 * The source is read as what the probe found it to be, and may lead to no other file and to no address.
 * @param from ms into it
 */
export function sourceInput({ file, demuxer, hasPictures }: SourceFacts, from = 0): string[] {
  return [...pictureInput(demuxer, hasPictures), ...seek(from), ...option('-i', `file:${file}`)]
}

/** A picture, or anything else of that demuxer; without the file. */
export function pictureInput(demuxer: string, hasPictures = true): string[] {
  return [
    ...option('-f', demuxer),
    ...option('-protocol_whitelist', 'file,pipe'),
    ...option('-max_pixels', hasPictures ? maxPixels : undefined),
    ...option('-threads', threads),
  ]
}

/**
 * What ffmpeg has written in this directory itself.
 * @param isPlaylist then it names segments and, when they are encrypted, their key
 * @param from ms into it
 */
export function outputInput(file: string, isPlaylist: boolean, from: number): string[] {
  return [
    ...(isPlaylist ? ['-allowed_extensions', 'ALL', '-protocol_whitelist', 'file,pipe,crypto'] : []),
    // AVI and ASF have no times of presentation.
    ...option('-fflags', '+genpts'),
    ...option('-threads', threads),
    ...seek(from),
    ...option('-i', file),
  ]
}

/**
 * Containers without an index: ffmpeg looks for a time by guessing, and may find itself behind the last picture that it could begin with.
 * In Matroska, where nothing but the container changes, it finds what it looks for.
 */
export const withoutIndex: ReadonlySet<string> = new Set(['mpegts', 'vob'])

/** The source as it is after `copyRun`. */
export function copied(source: SourceFacts): SourceFacts {
  return { ...source, file: sourceCopy, demuxer: 'matroska' }
}

/** Copies pictures and sound into another container. */
export function copyRun(input: readonly string[], file: string): string[] {
  return [
    ...globalArguments,
    ...input,
    ...option('-map', '0:V:0?'),
    ...option('-map', '0:a:0?'),
    ...option('-c', 'copy'),
    ...option('-f', 'matroska'),
    file,
  ]
}

function seek(from: number): string[] {
  return option('-ss', from > 0 ? secondsOf(from) : undefined)
}
