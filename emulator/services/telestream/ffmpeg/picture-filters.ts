// What happens to the pictures on their way: cropped, deinterlaced, fitted into the frame, counted out.
import { frameFilters } from './frame.ts'
import { maxSide } from './limits.ts'
import { decimal } from './numbers.ts'
import type { Settings } from './settings.ts'

/** @throws {CommandRefused} */
export function pictureFilters(settings: Settings, container?: { muxer: string }): string[] {
  return [
    ...cropFilters(settings),
    ...deinterlaceFilters(settings),
    ...frameFilters(settings, container),
    ...rateFilters(settings),
    ...fieldFilters(settings),
  ]
}

/** For single pictures: no frames are counted, and no fields. */
export function stillFilters(settings: Settings): string[] {
  return [...cropFilters(settings), ...deinterlaceFilters(settings), ...frameFilters(settings)]
}

function cropFilters(settings: Settings): string[] {
  const [left, right, top, bottom] = (['left', 'right', 'top', 'bottom'] as const).map(
    (side) => settings.integer(`crop_input_${side}`, 0, maxSide) ?? 0,
  )
  const width = settings.integer('crop_input_width', 1, maxSide) ?? `iw-${left}-${right}`
  const height = settings.integer('crop_input_height', 1, maxSide) ?? `ih-${top}-${bottom}`
  const isAsked = ['left', 'right', 'top', 'bottom', 'width', 'height'].some((name) =>
    settings.has(`crop_input_${name}`),
  )
  return isAsked ? [`crop=w=${width}:h=${height}:x=${left}:y=${top}`] : []
}

/** true in V2 and V3.0; `keep_fps` and `double_fps`, a picture for each field, in Flip 3.1. */
function deinterlaceFilters(settings: Settings): string[] {
  const asked = settings.word('deinterlace', ['true', 'false', '1', '0', 'keep_fps', 'double_fps'])
  if (asked === undefined || asked === 'false' || asked === '0') return []
  return [`yadif=mode=${asked === 'double_fps' ? 'send_field' : 'send_frame'}`]
}

function rateFilters(settings: Settings): string[] {
  if (settings.raw('fps') === 'same_as_source') return []
  const fps = settings.number('fps', 0.01, 1000)
  if (fps === undefined) return []
  return [settings.boolean('motion_compensate_fps') ? `minterpolate=fps=${decimal(fps)}` : `fps=fps=${exactRate(fps)}`]
}

function fieldFilters(settings: Settings): string[] {
  const first = fieldOrder(settings)
  return first === undefined ? [] : [`setfield=mode=${first === 'top' ? 'tff' : 'bff'}`]
}

/** Which field of an interlaced output comes first. */
export function fieldOrder(settings: Settings): string | undefined {
  const asked = settings.word('interlace', ['top', 'bottom', 'false', '0'])
  return asked === 'top' || asked === 'bottom' ? asked : undefined
}

/** Television's rates are thousandths short of a whole number: 29.97 is 30000/1001. */
function exactRate(fps: number): string {
  const whole = Math.round(fps)
  const ntsc = (whole * 1000) / 1001
  return fps !== whole && Math.abs(fps - ntsc) < 0.005 ? `${whole * 1000}/1001` : decimal(fps)
}
