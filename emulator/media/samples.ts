// Small real media that stand for what an encoder would have written (see fixtures/media/README.md).
import { readAsset } from '#platform'
import { mimeTypeOf } from './mime-type.ts'
import { factsOfSample } from './sample-facts.ts'
import type { SampleFacts } from './sample-facts.ts'
import { sampleName, sampleParts } from './sample-names.ts'
import { sampleUrls } from './sample-urls.ts'
import type { SampleName } from './sample-urls.ts'

export interface SampleFile {
  /** As a manifest refers to it, e.g. `sample-0.ts`. */
  name: string
  mimeType: string
  /** Shared by all who ask: to be read only. */
  bytes: Uint8Array
}

export interface Sample extends SampleFile {
  /** Null for captions and archives. */
  facts: SampleFacts | null
  /** What a manifest refers to by name, in its order; of anything else none. */
  parts: SampleFile[]
}

const loaded = new Map<SampleName, Promise<Uint8Array>>()

/**
 * A playable file of about two seconds, of the container and, where there is a choice, of the codecs that are asked for. It is loaded
 * once and kept.
 * @param extname e.g. `.mp4`
 * @param presetName of the profile: its `.ogg` is pictures with sound for `ogg`, sound alone for `vorbis` (§3.4)
 * @returns undefined for an extension that there is no sample of
 */
export async function sampleFor(extname: string, presetName?: string): Promise<Sample | undefined> {
  const name = sampleName(extname, presetName)
  if (name === undefined) return undefined
  const [file, ...parts] = await Promise.all([name, ...(sampleParts[name] ?? [])].map(load))
  return file && { ...file, facts: factsOfSample(name), parts }
}

/** What is in the sample that `sampleFor` gives; null for captions and archives, undefined where there is no sample. */
export function sampleFacts(extname: string, presetName?: string): SampleFacts | null | undefined {
  const name = sampleName(extname, presetName)
  return name && factsOfSample(name)
}

async function load(name: SampleName): Promise<SampleFile> {
  let bytes = loaded.get(name)
  if (bytes === undefined) {
    bytes = readAsset(sampleUrls[name]())
    loaded.set(name, bytes)
    // A file that could not be read is asked for again.
    bytes.catch(() => loaded.delete(name))
  }
  return { name, mimeType: mimeTypeOf(name), bytes: await bytes }
}
