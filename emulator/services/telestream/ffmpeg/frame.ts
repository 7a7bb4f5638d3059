// The frame of a picture: how a source is fitted into the size of a profile, by its aspect mode.
// The vendor's document says of the modes: "letterbox: aspect ratio is maintained, adds black bars to match your profile frame height (above
// and below only)"; its sample is a source of 300x240 that a profile of 320x240 makes 300x240.
import { maxSide } from './limits.ts'
import { decimal } from './numbers.ts'
import { refuseSetting } from './refused.ts'
import type { Settings } from './settings.ts'
import { aspectModes } from '../profile-settings.ts'

/** Commas divide filters, so those of an expression are escaped. */
const expression = (text: string) => text.replaceAll(',', '\\,')
const scale = (w: string, h: string) => `scale=w=${expression(w)}:h=${expression(h)}`
const crop = (w: string, h: string) => `crop=w=${expression(w)}:h=${expression(h)}`
const pad = (w: string, h: string) => `pad=w=${expression(w)}:h=${expression(h)}:x=(ow-iw)/2:y=(oh-ih)/2`

/** Square pixels, and an even number of them: most encoders halve the colours. */
const square = [scale('2*round(iw*sar/2)', '2*round(ih/2)'), 'setsar=1']

/** @throws {CommandRefused} */
export function frameFilters(settings: Settings, { muxer = '' } = {}): string[] {
  const width = side(settings, 'width')
  const height = side(settings, 'height')
  const asked = settings.word('aspect_mode', aspectModes) ?? 'letterbox'
  // Television's frames have one size.
  const mode = muxer === 'mxf' && asked === 'letterbox' ? 'pad' : asked
  const upscale = settings.boolean('upscale') ?? true
  return [...square, ...fit(width, height, mode, upscale), ...aspectRatio(settings)]
}

function fit(width: number | undefined, height: number | undefined, mode: string, upscale: boolean): string[] {
  if (mode === 'preserve' || (width === undefined && height === undefined)) return []
  const atMostOne = (factor: string) => (upscale ? factor : `min(1,${factor})`)
  const scaled = (factor: string) => scale(`2*round(iw*${atMostOne(factor)}/2)`, `2*round(ih*${atMostOne(factor)}/2)`)
  // With one side given, the other follows from the source.
  if (width === undefined) return [scaled(`(${height}/ih)`)]
  if (height === undefined) return [scaled(`(${width}/iw)`)]
  const [w, h] = [width, height]
  const inside = scaled(`min(${w}/iw,${h}/ih)`)
  // What was not scaled up gets no bars either.
  const isSmaller = `lt(iw,${w})*lt(ih,${h})`
  switch (mode) {
    case 'constrain':
      return [inside]
    case 'stretch':
      return [upscale ? scale(String(w), String(h)) : scale(`min(${w},iw)`, `min(${h},ih)`)]
    case 'crop':
    case 'fill':
    case 'fill (crop)':
      return [scaled(`max(${w}/iw,${h}/ih)`), crop(`min(iw,${w})`, `min(ih,${h})`)]
    case 'center':
      return [crop(`min(iw,${w})`, `min(ih,${h})`), pad(String(w), String(h))]
    case 'pad':
      return [inside, pad(`if(${isSmaller},iw,${w})`, `if(${isSmaller},ih,${h})`)]
    default:
      return [inside, pad('iw', `if(${isSmaller},ih,${h})`)]
  }
}

/** Even, as encoders need it. */
function side(settings: Settings, name: 'width' | 'height'): number | undefined {
  const asked = settings.integer(name, 0, maxSide)
  return asked ? Math.max(2, 2 * Math.floor(asked / 2)) : undefined
}

/** `16:9`, `16/9` or `1.778`: how wide the picture is shown, whatever its pixels. */
function aspectRatio(settings: Settings): string[] {
  const text = settings.text('aspect_ratio')
  if (text === undefined) return []
  const [, over, under = '1'] = /^(\d{1,5}(?:\.\d{1,5})?)(?:[:/](\d{1,5}(?:\.\d{1,5})?))?$/.exec(text) ?? []
  const ratio = Number(over) / Number(under)
  if (!(ratio > 0.01 && ratio < 100)) throw refuseSetting('aspect_ratio', 'a ratio such as 16:9', text)
  return [`setdar=${decimal(ratio)}`]
}
