// Which encodings a playlist lists: those of the same video whose profile's name its `variants` matches.
import type { World } from '../../world.ts'
import { type Encoding, encodings } from './model.ts'

/**
 * The HLS encodings that are done, in the order of their creation.
 * @param patterns names with `*`, separated by commas: `hls.iphone*,hls.audio` (the vendor's document on presets)
 */
export function hlsVariants(world: World, { videoId, id }: Encoding, patterns: string): Encoding[] {
  const globs = patterns.split(',').map((glob) => glob.trim())
  return world.state
    .table(encodings)
    .list({ where: { videoId } })
    .filter(({ status, extname, id: other }) => other !== id && status === 'success' && extname === '.m3u8')
    .filter(({ profileName }) => globs.some((glob) => matches(glob, profileName)))
}

/** `*` stands for anything. In one pass: a client's pattern must not cost more than its length. */
function matches(glob: string, name: string): boolean {
  const [first = '', ...rest] = glob.split('*')
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let at = first.length
  for (const part of rest) {
    at = name.indexOf(part, at)
    if (at === -1) return false
    at += part.length
  }
  return at <= name.length - last.length
}
