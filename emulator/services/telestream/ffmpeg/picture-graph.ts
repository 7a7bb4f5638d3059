// Filters as ffmpeg takes them: a plain chain, or, where a watermark lies on the pictures, a graph.
import type { Settings } from './settings.ts'
import { overlay, watermarkUrl } from './watermark.ts'

export interface PictureGraph {
  /** For `-filter_complex`, where several of these stand together; empty when a chain does. */
  complex: string[]
  /** Options of the output that shows the pictures. */
  args: string[]
}

/**
 * @param input number of the input whose pictures are shown
 * @param mark number of the input that is the watermark
 * @throws {CommandRefused}
 */
export function pictureGraph(
  settings: Settings,
  filters: readonly string[],
  input: number,
  mark: number,
): PictureGraph {
  const chain = filters.join(',')
  const pictures = `${input}:V:0`
  if (watermarkUrl(settings) === undefined) {
    return { complex: [], args: ['-map', pictures, ...(chain === '' ? [] : ['-vf', chain])] }
  }
  const [base, out] = [`[base${input}]`, `[out${input}]`]
  const over = overlay(settings, { pictures: base, mark: `[${mark}:v:0]`, out, id: input })
  return { complex: [`[${pictures}]${chain === '' ? 'null' : chain}${base}`, over], args: ['-map', out] }
}
