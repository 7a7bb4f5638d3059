// Which pictures an encoding makes beside its media, or instead of them.
import { cutOf } from './cut.ts'
import { EncodingFailed } from './failed.ts'
import type { Measured } from './measure.ts'
import { stillFilters } from './picture-filters.ts'
import type { Plan } from './plan.ts'
import type { Settings } from './settings.ts'
import { type SourceFacts, sourceInput } from './source.ts'
import { stillTimes } from './still-times.ts'
import { stillRuns } from './stills.ts'

/** "Captured directly from the encoding output, which means they have exactly the same dimensions and quality." None of sound. */
export function screenshotRuns(settings: Settings, { fields, pictures }: Measured): string[][] {
  const { width, duration, fps } = fields
  if (width === null) return []
  const times = stillTimes(settings, { duration: duration ?? 0, fps })
  return stillRuns({ input: pictures, times, format: 'jpg' })
}

/** "Thumbnails are performed directly on the original video." */
export function thumbnailRuns(
  settings: Settings,
  { container }: Plan,
  source: SourceFacts,
  watermark: string | undefined,
): string[][] {
  if (!source.hasPictures) throw new EncodingFailed('EncodingError', 'The source has no pictures')
  const { from, expected } = cutOf(settings, source)
  const times = stillTimes(settings, { duration: expected ?? 0, fps: source.fps })
  return stillRuns({
    input: (time) => sourceInput(source, from + time),
    times,
    format: container.file.endsWith('.png') ? 'png' : 'jpg',
    look: { settings, filters: stillFilters(settings), watermark },
  })
}
