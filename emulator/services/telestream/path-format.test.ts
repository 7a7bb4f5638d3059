import fc from 'fast-check'
import { expect, it } from 'vitest'
import { leadsOut } from '../../s3/address.ts'
import { expandPath, type PathFacts } from './path-format.ts'

const facts: PathFacts = {
  id: 'ID',
  videoId: 'VIDEO',
  originalFilename: 'a b.MP4',
  createdAt: Date.UTC(2026, 0, 2),
  profile: 'h264',
  type: 'encodings',
  resolution: '480x340',
}

it('puts in what the placeholders stand for, and leaves what is none', () => {
  expect(expandPath(':date/:type/:original-:profile_:resolution/:video_id/:id:ids', facts)).toBe(
    '2026-01-02/encodings/a b-:profile_480x340/VIDEO/ID:ids',
  )
})

it.each([
  ['...mp4', '__/ID'],
  ['..mp4', '_/ID'],
  ['..', '_/ID'],
  ['/', '_/ID'],
  ['../../etc/passwd', 'passwd/ID'],
  ['.htaccess', '.htaccess/ID'],
])('stays in the bucket with a file called %s', (originalFilename, path) => {
  expect(expandPath(':original/:id', { ...facts, originalFilename })).toBe(path)
})

it('leads out with no name, and has no empty segment', () => {
  const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a') }))
  fc.assert(
    fc.property(name, name, (originalFilename, profile) => {
      const path = expandPath(':original/:profile/:id', { ...facts, originalFilename, profile })
      expect(leadsOut(path)).toBe(false)
      expect(path.split('/')).toHaveLength(3)
      expect(path).not.toMatch(/^\/|\/\/|\/$/)
    }),
  )
})
