import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { expect, it, vi } from 'vitest'
import { stretchedSample } from './stretch.ts'

it.each([
  ['mp4', 1000],
  ['mp4', 7_200_000],
  ['mkv', 660_000],
  ['mkv', 7_200_000],
] as const)('%s keeps every picture over %i ms, and lasts as long', async (container, duration) => {
  const warned = vi.spyOn(console, 'warn')
  const bytes = await stretchedSample({ container, duration, tracks: 'both' })
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('There are no pictures')
  let pictures = 0
  for await (const packet of new EncodedPacketSink(track).packets()) pictures += packet.duration >= 0 ? 1 : 0
  expect(pictures).toBe(container === 'mp4' ? 60 : 61)
  expect(await input.computeDuration()).toBeCloseTo(duration / 1000, 0)
  expect(warned).not.toHaveBeenCalled()
})
