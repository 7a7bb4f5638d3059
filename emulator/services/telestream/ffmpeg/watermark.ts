// Where a watermark lies on the picture, and how large it is: pixels or percents, from the edges, as CSS does it.
import { option } from './arguments.ts'
import { decimal } from './numbers.ts'
import { refuseSetting } from './refused.ts'
import type { Settings } from './settings.ts'
import { pictureInput } from './source.ts'

/** The watermark in the directory that ffmpeg runs in. */
export const watermarkFile = 'watermark'

/** @param demuxer of the picture */
export function watermarkInput(demuxer: string): string[] {
  return [...pictureInput(demuxer), ...option('-i', `file:${watermarkFile}`)]
}

/** Undefined when none is wanted. */
export function watermarkUrl(settings: Settings): string | undefined {
  return settings.text('watermark_url')
}

interface Length {
  value: number
  unit: 'px' | '%'
}

/**
 * Lays the watermark over the pictures: a part of a filter graph.
 * @param labels of the pictures and the watermark, e.g. `[base0]`, `[1:v:0]`; `id` makes those in between unique
 * @throws {CommandRefused}
 */
export function overlay(
  settings: Settings,
  labels: { pictures: string; mark: string; out: string; id: number },
): string {
  const { pictures, mark, out, id } = labels
  // What a video says of its watermark is not mixed with what its profile says of another.
  const asked = settings.upTo('watermark_url')
  const at = `x=${position(asked, 'left', 'right', 'w')}:y=${position(asked, 'top', 'bottom', 'h')}`
  const width = length(asked, 'watermark_width')
  const height = length(asked, 'watermark_height')
  if (!width && !height) return `${pictures}${mark}overlay=${at}${out}`
  if (width?.unit === '%' || height?.unit === '%') {
    const both = `[mark${id}][under${id}]`
    return `${mark}${pictures}scale2ref=${relativeSize(width, height)}${both};[under${id}][mark${id}]overlay=${at}${out}`
  }
  const size = `w=${width?.value ?? -1}:h=${height?.value ?? -1}`
  return `${mark}scale=${size}[mark${id}];${pictures}[mark${id}]overlay=${at}${out}`
}

/** `iw` and `ih` are those of the picture here, `main_w` and `main_h` those of the watermark. */
function relativeSize(width: Length | undefined, height: Length | undefined): string {
  const w = width && (width.unit === '%' ? `iw*${decimal(width.value / 100)}` : String(width.value))
  const h = height && (height.unit === '%' ? `ih*${decimal(height.value / 100)}` : String(height.value))
  return `w=${w ?? `${h}*main_w/main_h`}:h=${h ?? `${w}*main_h/main_w`}`
}

/** From the near edge, unless only the far one is given. */
function position(settings: Settings, near: 'left' | 'top', far: 'right' | 'bottom', side: 'w' | 'h'): string {
  const start = length(settings, `watermark_${near}`)
  const end = length(settings, `watermark_${far}`)
  const distance = ({ value, unit }: Length) => (unit === '%' ? `main_${side}*${decimal(value / 100)}` : String(value))
  if (start) return distance(start)
  return end ? `main_${side}-overlay_${side}-${distance(end)}` : '0'
}

/** Undefined when it is not given, or 0, which is the default. */
function length(settings: Settings, name: string): Length | undefined {
  const text = settings.text(name)
  if (text === undefined) return undefined
  const [, digits, unit] = /^(\d{1,5}(?:\.\d{1,3})?)\s*(px|%)?$/.exec(text.trim()) ?? []
  if (digits === undefined) throw refuseSetting(name, 'a number of pixels or percents such as 10 or 5%', text)
  const value = Number(digits)
  if (value === 0) return undefined
  return unit === '%' ? { value, unit } : { value: Math.round(value), unit: 'px' }
}
