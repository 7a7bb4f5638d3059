// What was really made: the outputs are looked into, and the encoding says what is found there.
import type { MediaFacts } from '../../../media/media-facts.ts'
import { headerBytes, pictureSize } from '../../../media/picture-size.ts'
import { probe } from '../../../media/probe.ts'
import type { FfmpegWorkspace } from '../../../platform/ffmpeg.ts'
import { type MediaFields, noMedia } from '../model.ts'
import { EncodingFailed } from './failed.ts'
import type { Plan } from './plan.ts'
import type { Run } from './runner.ts'
import { segmentName } from './segments.ts'
import { copyRun, outputInput, withoutIndex } from './source.ts'

export interface Measured {
  fields: Omit<MediaFields, 'mimeType' | 'fileSize'>
  /** The input from which pictures of the output are taken, at a time in ms. */
  pictures: (time: number) => string[]
}

type Facts = Pick<MediaFacts, 'durationMs' | 'video' | 'audio'>

const copyName = 'copy.mkv'

/** @throws what a run throws that ran out of time, or was given up */
export async function measureMedia(workspace: FfmpegWorkspace, plan: Plan, run: Run): Promise<Measured> {
  const { container } = plan
  if (container.muxer === 'dash') return measureStreams(workspace, plan)
  const own = container.kind === 'media' ? await look(workspace, container.file) : undefined
  const input = (time: number) => outputInput(container.file, container.kind === 'playlist', time)
  if (own && isComplete(own, plan) && !withoutIndex.has(container.muxer))
    return { fields: fieldsOf(own, plan), pictures: input }
  // A playlist, MXF, AVI, …: what the probe does not know, it knows in Matroska.
  const isCopied = await copy(run, input(0))
  const facts = isCopied ? await look(workspace, copyName) : undefined
  const fields = fieldsOf(own && isComplete(own, plan) ? own : facts, plan)
  return { fields, pictures: facts ? (time) => outputInput(copyName, false, time) : input }
}

/** DASH: each stream has a file of its own. */
async function measureStreams(workspace: FfmpegWorkspace, plan: Plan): Promise<Measured> {
  const names = (await workspace.list()).map(({ name }) => name).filter((name) => segmentName.test(name))
  const streams = await Promise.all(names.map(async (name) => ({ name, facts: await look(workspace, name) })))
  const ofPictures = streams.find(({ facts }) => facts?.video)
  const ofSound = streams.find(({ facts }) => facts?.audio)
  const durations = streams.map(({ facts }) => facts?.durationMs ?? 0)
  const facts: Facts = {
    durationMs: Math.max(0, ...durations) || null,
    video: ofPictures?.facts?.video ?? null,
    audio: ofSound?.facts?.audio ?? null,
  }
  return { fields: fieldsOf(facts, plan), pictures: (time) => outputInput(ofPictures?.name ?? '', false, time) }
}

/** Undefined when the probe does not recognise it. */
async function look(workspace: FfmpegWorkspace, name: string): Promise<MediaFacts | undefined> {
  const size = (await workspace.list()).find((file) => file.name === name)?.size ?? 0
  return probe({ size, read: (start, end) => workspace.readRange(name, start, end) })
}

/** Whether the probe sees what must be there. */
function isComplete({ video, audio }: Facts, plan: Plan): boolean {
  return !(plan.videoCodec && video === null) && !(plan.audioCodec && audio === null)
}

/** Not every codec has a place in Matroska; then the plan knows what was made, but not how it turned out. */
async function copy(run: Run, input: readonly string[]): Promise<boolean> {
  try {
    await run(copyRun(input, copyName))
    return true
  } catch (error) {
    if (error instanceof EncodingFailed && error.isOfProgram) return false
    throw error
  }
}

function fieldsOf(facts: Facts | undefined, plan: Plan): Measured['fields'] {
  const { durationMs = null, video = null, audio = null } = facts ?? {}
  return {
    duration: durationMs ?? plan.expected,
    width: video?.width ?? null,
    height: video?.height ?? null,
    fps: video?.fps ?? null,
    videoCodec: facts && video === null ? null : (video?.codec ?? plan.videoCodec ?? null),
    videoBitrate: video?.bitrate ?? null,
    audioCodec: facts && audio === null ? null : (audio?.codec ?? plan.audioCodec ?? null),
    audioBitrate: audio?.bitrate ?? null,
    audioSampleRate: audio?.sampleRate ?? null,
    audioChannels: audio?.channels ?? null,
  }
}

/** Of single pictures. */
export async function measurePicture(workspace: FfmpegWorkspace, name: string): Promise<Measured['fields']> {
  const size = pictureSize(await workspace.readRange(name, 0, headerBytes))
  const { mimeType: _type, fileSize: _size, ...unknown } = noMedia
  return { ...unknown, width: size?.width ?? null, height: size?.height ?? null }
}
