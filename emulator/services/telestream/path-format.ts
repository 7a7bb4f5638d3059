// Where a source and its outputs are put in the bucket (§3.2): `:id`, `:date/:original-:profile`, …
import { badRequest } from './errors.ts'

export interface PathFacts {
  id: string
  videoId: string
  /** Name of the source, as its owner calls it. */
  originalFilename: string | null
  /** ms; the date of the video. */
  createdAt: number
  /** `original` for the source. */
  profile: string
  type: 'original' | 'encodings'
  /** `480x340`. */
  resolution: string
}

/**
 * @param name of the parameter
 * @throws {TelestreamError} 400 when it lacks `:id` or leaves the bucket's name space
 */
export function checkPathFormat(format: string, name = 'path_format'): string {
  if (!/:(?:video_)?id(?![a-z_])/.test(format)) throw badRequest(`${name} must contain :id`)
  const segments = format.split('/')
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    throw badRequest(`${name} must not begin or end with a slash, nor contain empty, "." or ".." segments`)
  }
  if (/[\u0000-\u001f\u007f\\]/.test(format) || format.length > 512)
    throw badRequest(`${name} contains characters that a path cannot have, or is longer than 512`)
  return format
}

/** The path without its extension. What a client named is put in without slashes and control characters. */
export function expandPath(format: string, facts: PathFacts): string {
  const values: Record<string, string> = {
    id: facts.id,
    video_id: facts.videoId,
    original: plain(stem(facts.originalFilename ?? facts.videoId)),
    date: new Date(facts.createdAt).toISOString().slice(0, 10),
    profile: plain(facts.profile),
    type: facts.type,
    resolution: facts.resolution,
  }
  const path = format.replaceAll(
    /:(video_id|id|original|date|profile|type|resolution)(?![a-z_])/g,
    (_, name: string) => values[name] ?? '',
  )
  return path.split('/').map(step).join('/')
}

/** A file may be called `...mp4`, and its name without the extension would lead out of the bucket. */
function step(segment: string): string {
  return /^\.{0,2}$/.test(segment) ? '_'.repeat(segment.length || 1) : segment
}

/** `C:\films\a b.MP4` → `a b.MP4`: the 2016 Python SDK sends what its user typed (§3.8). */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? ''
}

/** `.mp4` of `a.MP4`; empty when there is none that a key should carry. */
export function extensionOf(path: string): string {
  return /\.[a-z0-9]{1,10}$/.exec(baseName(path).toLowerCase())?.[0] ?? ''
}

function stem(name: string): string {
  const base = baseName(name)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(0, dot) : base
}

function plain(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f/\\]/g, '_').slice(0, 200)
}
