import { expect, it } from 'vitest'
import { blamesSource, describeEnd, readable } from './log.ts'

const log = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:source':
  Stream #0:0[0x1](und): Video: h264 (Main)
[libx264 @ 0x5581c6c9a0c0] width not divisible by 2 (641x480)
Error initializing output stream 0:0 -- Error while opening encoder for output stream #0:0
[aac @ 0x5581c6c9b2c0] Qavg: nan
Conversion failed!
`

it('says in one line why ffmpeg failed', () => {
  expect(describeEnd({ reason: 'exit', code: 1, log }, 1000)).toBe(
    'ffmpeg ended with 1: Error initializing output stream 0:0 -- Error while opening encoder for output stream #0:0',
  )
  expect(describeEnd({ reason: 'exit', code: 9, log: '' }, 1000)).toBe('ffmpeg ended with 9: it said nothing')
  expect(describeEnd({ reason: 'killed', by: 'SIGSEGV', log }, 1000)).toBe('ffmpeg was ended by SIGSEGV')
  expect(describeEnd({ reason: 'time-limit', log }, 90_000)).toBe(
    'ffmpeg was stopped after 90 s, the most that an encoding may take',
  )
})

it('leaves addresses in memory out of what clients read', () => {
  expect(readable(log)).toContain('[libx264] width not divisible by 2')
  expect(readable(log)).not.toContain('0x5581')
})

it('knows when it is the source that is not understood', () => {
  expect(blamesSource('file:source: Invalid data found when processing input')).toBe(true)
  expect(blamesSource('[in#0 @ 0x55] Error opening input: Invalid data found when processing input')).toBe(true)
  expect(blamesSource(log)).toBe(false)
})
