// Outputs on their way from ffmpeg's directory into the factory's bucket, under the names that the encoding has for them.
import { mimeTypeOf } from '../../../media/mime-type.ts'
import type { FfmpegWorkspace } from '../../../platform/ffmpeg.ts'
import type { World } from '../../../world.ts'
import type { EncodingTask } from '../encoder.ts'
import { relativeUrl } from '../hls-playlist.ts'
import type { Encoding } from '../model.ts'
import type { Container } from './containers.ts'
import { type Encryption, keyFile, segmentName } from './segments.ts'
import { stillName } from './stills.ts'

export interface Output {
  /** In ffmpeg's directory. */
  file: string
  /** In the bucket. */
  name: string
  size: number
}

/** The main file, and what it refers to, in its order. Undefined when ffmpeg wrote no main file. */
export async function mediaOutputs(
  workspace: FfmpegWorkspace,
  { path, extname }: Encoding,
  container: Container,
): Promise<Output[] | undefined> {
  const files = await workspace.list()
  const main = files.find(({ name, size }) => name === container.file && size > 0)
  if (!main) return undefined
  const parts = files.filter(({ name }) => container.kind === 'playlist' && segmentName.test(name))
  return [
    { file: main.name, name: `${path}${extname}`, size: main.size },
    ...parts.map(({ name, size }) => ({ file: name, name: partName(path, name), size })),
  ]
}

/** `<path>_1.jpg` … (§3.3). */
export async function stillOutputs(workspace: FfmpegWorkspace, { path }: Encoding): Promise<Output[]> {
  const files = (await workspace.list()).filter(({ name, size }) => stillName.test(name) && size > 0)
  return files.map(({ name, size }, at) => ({
    file: name,
    name: `${path}_${at + 1}${name.slice(name.lastIndexOf('.'))}`,
    size,
  }))
}

/** `segment-00012.ts` → `<path>-12.ts`, beside its playlist. */
function partName(path: string, file: string): string {
  return `${path}-${Number(/\d+/.exec(file)?.[0])}${file.slice(file.lastIndexOf('.'))}`
}

/**
 * Stores them. When that fails, or is not wanted any more, none of them stays.
 * @throws what the store throws, or the signal's reason
 */
export async function storeOutputs(
  world: World,
  workspace: FfmpegWorkspace,
  { encoding, factory }: EncodingTask,
  outputs: readonly Output[],
  { signal, encryption }: { signal: AbortSignal; encryption: Encryption | undefined },
): Promise<void> {
  const stored: string[] = []
  try {
    for (const { file, name } of outputs) {
      signal.throwIfAborted()
      stored.push(name)
      const isPlaylist = /\.(m3u8|mpd)$/.test(file)
      const body = isPlaylist ? await playlist(workspace, file, encoding, encryption) : workspace.read(file)
      await world.objects.put(factory.bucket, name, body, { contentType: mimeTypeOf(name) })
    }
    signal.throwIfAborted()
  } catch (error) {
    if (!world.closed) await world.objects.deleteMany(factory.bucket, stored)
    throw error
  }
}

/** With the names that its parts have in the bucket, and the key where players find it. */
async function playlist(
  workspace: FfmpegWorkspace,
  file: string,
  { path }: Encoding,
  encryption: Encryption | undefined,
): Promise<Uint8Array> {
  const stem = path.slice(path.lastIndexOf('/') + 1)
  const text = await new Response(workspace.read(file)).text()
  const named = text.replaceAll(/segment-\d+\.(ts|mp4)/g, (part) => relativeUrl(partName(stem, part)))
  const key = encryption?.url ?? relativeUrl(keyName(stem))
  return new TextEncoder().encode(named.replaceAll(`URI="${keyFile}"`, () => `URI="${key}"`))
}

/** Where the key lies that has no address of its own. */
export function keyName(path: string): string {
  return `${path}.key`
}
