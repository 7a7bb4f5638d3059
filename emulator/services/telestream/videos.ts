// Videos (§3.2): a source, received or fetched, and what is known of it.
import type { Call } from './call.ts'
import { listEncodings } from './encodings.ts'
import { badRequest, missingParameters } from './errors.ts'
import { allProfiles, factoryOf, findStore, findVideo } from './find.ts'
import { quote } from './input.ts'
import { type Video, videos } from './model.ts'
import { pageOf, statusFilter } from './page.ts'
import { JsonText } from './router.ts'
import type { PathParameters } from './routes.ts'
import { createVideo, deleteSource, deleteVideo, type NewVideo } from './sources.ts'
import { readSidecars, readVideoSettings } from './video-settings.ts'
import { videoBody } from './wire.ts'

export function list(call: Call) {
  const factory = factoryOf(call)
  return call.world.state
    .table(videos)
    .list({ where: { factoryId: factory.id, status: statusFilter(call) }, ...pageOf(call) })
    .map(videoBody)
}

export function get(call: Call, { id = '' }: PathParameters) {
  const video = findVideo(call, id)
  const known = written.get(video)
  if (known) return known
  const text = new JsonText(videoBody(video))
  written.set(video, text)
  return text
}

/** Of videos as the table keeps those that were read: frozen, and other ones once anything of them has changed. */
const written = new WeakMap<Video, JsonText>()

export function metadata(call: Call, { id = '' }: PathParameters) {
  return findVideo(call, id).metadata
}

export function encodings(call: Call, { id = '' }: PathParameters) {
  return listEncodings(call, { videoId: findVideo(call, id).id })
}

export async function create(call: Call) {
  return videoBody(await makeVideo(call))
}

/**
 * From a file, a URL, or a file in a store.
 * @param otherwise the profiles when the call names none
 * @throws {TelestreamError} 400, 404
 */
export async function makeVideo(call: Call, otherwise = allProfiles): Promise<Video> {
  const { input, world } = call
  const factory = factoryOf(call)
  const source = readSource(call)
  const read = readVideoSettings(call, factory, () => otherwise(world, factory))
  const settings = { ...read.settings, ...readSidecars(input) }
  // What is thrown until here leaves the file to whoever read it.
  call.file = undefined
  return createVideo(world, factory, { ...read, settings, ...source })
}

/** Exactly one. @throws {TelestreamError} 400, 404 */
function readSource({ input, world, file }: Call): Pick<NewVideo, 'sourceUrl' | 'fileName' | 'blobs' | 'from'> {
  const sourceUrl = input.filled('source_url')
  const path = input.filled('input_path')
  if (sourceUrl === undefined && file === undefined && path === undefined) throw missingParameters('source_url')
  if (file !== undefined && sourceUrl !== undefined) throw badRequest('Only one of file and source_url can be supplied')
  if (file !== undefined) return { sourceUrl: null, fileName: file.fileName, blobs: [file.blob] }
  if (sourceUrl !== undefined) {
    if (path !== undefined) throw badRequest('Only one of input_path and source_url can be supplied')
    checkSourceUrl(sourceUrl)
    return { sourceUrl, fileName: nameInUrl(sourceUrl), blobs: [] }
  }
  const storeId = input.filled('store_id')
  if (storeId === undefined) throw missingParameters('store_id')
  const { bucket } = findStore(world, storeId)
  return { sourceUrl: null, fileName: path ?? '', blobs: [], from: { bucket, key: (path ?? '').replace(/^\/+/, '') } }
}

export async function remove(call: Call, { id = '' }: PathParameters) {
  await deleteVideo(call.world, findVideo(call, id))
  return { deleted: true }
}

export async function removeSource(call: Call, { id = '' }: PathParameters) {
  const { world } = call
  const video = findVideo(call, id)
  await deleteSource(world, video)
  world.state.table(videos).update(video.id, { hasSource: false, updatedAt: world.clock.now() })
  return { deleted: true }
}

function checkSourceUrl(url: string): void {
  if (!URL.canParse(url) || !/^(https?|ftp|s3|sftp):$/.test(new URL(url).protocol)) {
    throw badRequest(`source_url must be a URL, not ${quote(url)}`)
  }
}

function nameInUrl(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
