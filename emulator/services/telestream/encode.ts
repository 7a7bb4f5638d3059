// The life of an encoding (§7), as others decide over it: made, begun, cancelled, tried again, deleted. The work itself is in encoding-jobs.ts.
import type { World } from '../../world.ts'
import { plainText } from '../../plain-text.ts'
import { failEncoding } from './encoding-end.ts'
import { scheduleStart, timeFor } from './encoding-jobs.ts'
import { type Encoding, encodings, factories, noMedia, type Profile, type Video, videos } from './model.ts'
import { expandPath } from './path-format.ts'
import { encodingProgress } from './wire.ts'

/** One row for each profile, waiting for the source. */
export function createEncodings(world: World, video: Video, chosen: readonly Profile[]): Encoding[] {
  return chosen.map((profile) =>
    world.state.table(encodings).insert(newEncoding(world, video, profile, world.ids.hex('encoding'))),
  )
}

/** An encoding that nobody has begun; the caller stores it. */
export function newEncoding(world: World, video: Video, profile: Profile, id: string): Encoding {
  const now = world.clock.now()
  const facts = {
    id,
    videoId: video.id,
    originalFilename: video.originalFilename,
    createdAt: video.createdAt,
    profile: profile.name,
    type: 'encodings',
    resolution: `${plainText(profile.settings.width ?? 0)}x${plainText(profile.settings.height ?? 0)}`,
  } as const
  return {
    ...noMedia,
    // The documents show the profile's size from the beginning.
    width: sizeOf(profile, 'width'),
    height: sizeOf(profile, 'height'),
    id,
    factoryId: video.factoryId,
    videoId: video.id,
    profileId: profile.id,
    profileName: profile.name,
    status: 'processing',
    progress: 0,
    startedAt: null,
    takes: timeFor(world, profile),
    path: expandPath(video.pathFormat, facts),
    extname: profile.extname,
    files: [],
    screenshots: [],
    logfile: null,
    errorClass: null,
    errorMessage: null,
    createdAt: now,
    updatedAt: now,
  }
}

function sizeOf({ settings }: Profile, side: 'width' | 'height'): number | null {
  const size = settings[side]
  return typeof size === 'number' ? size : null
}

/** An encoding as it was before it began; the caller stores it. */
export function unbegun(world: World, encoding: Encoding): Encoding {
  return {
    ...encoding,
    ...noMedia,
    status: 'processing',
    progress: 0,
    startedAt: null,
    files: [],
    screenshots: [],
    logfile: null,
    errorClass: null,
    errorMessage: null,
    updatedAt: world.clock.now(),
  }
}

/** Starts encodings when their video is there; with a video that failed they fail. To be called in a transaction. */
export function begin(world: World, video: Video, waiting: readonly Encoding[]): void {
  if (video.status === 'processing') return
  for (const encoding of waiting) {
    if (video.status === 'fail') failEncoding(world, encoding, 'VideoStatusInvalid', 'The video has the status fail')
    else scheduleStart(world, encoding, world.clock.now())
  }
}

/** Answers whether there was anything to cancel. What a cancelled encoding looks like is not documented (§9): it fails. */
export function cancelEncoding(world: World, encoding: Encoding): boolean {
  if (encoding.status !== 'processing') return false
  const progress = encodingProgress(encoding, world.clock.now())
  world.state.transaction(() => {
    world.jobs.cancel(encoding.id)
    failEncoding(world, { ...encoding, progress }, 'EncodingCanceled', 'The encoding was canceled')
  })
  return true
}

/** Only what failed is tried again; answers whether it is. */
export function retryEncoding(world: World, encoding: Encoding): boolean {
  const video = world.state.table(videos).get(encoding.videoId)
  if (encoding.status !== 'fail' || !video) return false
  world.state.transaction(() => {
    const again = unbegun(world, encoding)
    world.state.table(encodings).put(again)
    begin(world, video, [again])
  })
  return true
}

/** With its files. */
export async function deleteEncoding(world: World, encoding: Encoding): Promise<void> {
  world.jobs.cancel(encoding.id)
  await deleteOutputs(world, encoding)
  world.state.table(encodings).delete(encoding.id)
}

/** What an encoding has written. */
export async function deleteOutputs(world: World, encoding: Encoding): Promise<void> {
  const factory = world.state.table(factories).get(encoding.factoryId)
  const names = [...encoding.files, ...encoding.screenshots, ...(encoding.logfile === null ? [] : [encoding.logfile])]
  if (factory && names.length > 0) await world.objects.deleteMany(factory.bucket, names)
}
