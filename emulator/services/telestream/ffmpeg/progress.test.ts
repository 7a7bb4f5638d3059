import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Progress, progressReader } from './progress.ts'

const block = (us: string, state: string) =>
  `frame=10\nfps=0.00\nbitrate=N/A\ntotal_size=48\nout_time_us=${us}\nout_time_ms=${us}\nout_time=00:00:00.1\nspeed=1x\nprogress=${state}\n`

it('reads the time of the output, in whatever pieces the text comes', () => {
  const text =
    block('N/A', 'continue') + block('-21333', 'continue') + block('500000', 'continue') + block('1966000', 'end')
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const times: number[] = []
      const read = progressReader((ms) => times.push(ms))
      const places = [0, ...cuts.sort((a, b) => a - b), text.length]
      for (const [at, place] of places.entries()) read(text.slice(place, places[at + 1]))
      expect(times).toEqual([500, 1966])
    }),
  )
})

it('keeps little of a line that never ends', () => {
  const read = progressReader(() => undefined)
  for (let n = 0; n < 1000; n += 1) read('x'.repeat(1000))
  const times: number[] = []
  const other = progressReader((ms) => times.push(ms))
  other(`${'x'.repeat(5000)}\nout_time_us=1000\n`)
  expect(times).toEqual([1])
})

it('never falls, tells each percent once, and is never done before the end', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 2, noNaN: true })), (shares) => {
      const told: number[] = []
      const progress = new Progress((percent) => told.push(percent))
      for (const share of shares) progress.reach(share)
      expect(told).toEqual([...new Set(told)].sort((a, b) => a - b))
      expect(told.every((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 99)).toBe(true)
      expect(told.at(-1) ?? 0).toBe(Math.max(0, ...shares.map((share) => Math.min(99, Math.floor(share * 100)))))
    }),
  )
})
