// Files that belong to a video beside its source: subtitles and others, each with a tag; kept in the bucket of sources.
import type { World } from '../../world.ts'
import { badRequest } from './errors.ts'
import { isObject } from './input.ts'
import { sourcesBucket, type Video } from './model.ts'

export interface NamedFile {
  tag: string
  /** Where it is fetched from, or a key in the store that the video names. */
  from: { url: string } | { key: string }
}

export function extraKey(videoId: string, tag: string): string {
  return `${videoId}/extra/${tag}`
}

/** With the video. */
export async function deleteExtraFiles(world: World, videoId: string): Promise<void> {
  const buckets = await world.objects.listBuckets()
  if (!buckets.some(({ name }) => name === sourcesBucket)) return
  const { objects } = await world.objects.list(sourcesBucket, { prefix: extraKey(videoId, '') })
  if (objects.length > 0)
    await world.objects.deleteMany(
      sourcesBucket,
      objects.map(({ key }) => key),
    )
}

/**
 * `subtitle_files` is a list of URLs; `extra_files` is `{tag: [url, …]}` from Python and Go, `[{file_type, url or input_path}]` from Java
 * and .NET (§3.7). They are numbered as the uploaders number theirs: `subtitles.index-0`.
 * @throws {TelestreamError} 400 for anything else
 */
export function readNamedFiles(settings: NonNullable<Video['settings']>): NamedFile[] {
  const byTag = new Map<string, NamedFile['from'][]>()
  const add = (tag: string, url: unknown, key?: unknown) => {
    const from = typeof url === 'string' ? (URL.canParse(url) ? { url } : undefined) : keyOf(key, settings)
    if (from === undefined || tag === '') throw malformed()
    byTag.set(tag, [...(byTag.get(tag) ?? []), from])
  }
  const { subtitle_files: subtitles = [], extra_files: extra = [] } = settings
  if (!Array.isArray(subtitles)) throw malformed()
  for (const url of subtitles) add('subtitles', url)
  if (Array.isArray(extra)) {
    for (const file of extra) {
      if (!isObject(file) || typeof file.file_type !== 'string') throw malformed()
      add(file.file_type, file.url, file.input_path)
    }
  } else if (isObject(extra)) {
    for (const [tag, urls] of Object.entries(extra)) {
      if (Array.isArray(urls)) for (const url of urls) add(tag, url)
      else add(tag, urls)
    }
  } else throw malformed()
  return [...byTag].flatMap(([tag, files]) => files.map((from, at) => ({ tag: `${tag}.index-${at}`, from })))
}

/** A path means something in a store only. */
function keyOf(path: unknown, { store_id: storeId }: NonNullable<Video['settings']>): { key: string } | undefined {
  return typeof path === 'string' && path !== '' && storeId !== undefined
    ? { key: path.replace(/^\/+/, '') }
    : undefined
}

function malformed() {
  return badRequest(
    'subtitle_files must be a list of URLs, extra_files {tag: [URL, …]} or a list of {file_type, url} or, with a store_id, {file_type, input_path}',
  )
}
