// The encoder that really encodes. Its places are few: encodings wait for their turn, and each begins when an earlier one of its id has ended.
import type { Transcoder } from '../../../transcoder.ts'
import type { World } from '../../../world.ts'
import type { EncodeOptions, Encoder, EncodingOutcome, EncodingTask } from '../encoder.ts'
import { isHlsPlaylist, makeHlsPlaylist } from '../hls-playlist.ts'
import { explainFailure } from './failed.ts'
import { transcode } from './transcode.ts'

export function ffmpegEncoder(transcoder: Transcoder): Encoder {
  return { encode: (world, task, options) => encodeInTurn(transcoder, world, task, options) }
}

/** Work that was given up and is still cleaning up: a retry writes to the same names. */
const underWay = new WeakMap<World, Map<string, Promise<unknown>>>()

async function encodeInTurn(
  transcoder: Transcoder,
  world: World,
  task: EncodingTask,
  options: EncodeOptions,
): Promise<EncodingOutcome> {
  if (isHlsPlaylist(task.profile)) {
    options.onProgress(0)
    return makeHlsPlaylist(world, task)
  }
  const { id } = task.encoding
  const ofWorld = underWay.get(world) ?? new Map<string, Promise<unknown>>()
  underWay.set(world, ofWorld)
  const before = ofWorld.get(id)
  const work = encodeAfter(before, transcoder, world, task, options)
  ofWorld.set(id, work)
  try {
    return await work
  } finally {
    if (ofWorld.get(id) === work) ofWorld.delete(id)
  }
}

async function encodeAfter(
  before: Promise<unknown> | undefined,
  { ffmpeg, turns, timeLimit }: Transcoder,
  world: World,
  task: EncodingTask,
  { onProgress, signal }: EncodeOptions,
): Promise<EncodingOutcome> {
  await Promise.allSettled([before])
  const endTurn = await turns.take(world.name, task.factory.priority, signal)
  try {
    onProgress(0)
    // A request that arrives meanwhile, to cancel it say, does not wait, however time goes in the world.
    return await world.jobs.outside(() => transcode({ world, task, ffmpeg, timeLimit, signal, onProgress }))
  } catch (error) {
    signal.throwIfAborted()
    return explainFailure(error)
  } finally {
    endTurn()
  }
}
