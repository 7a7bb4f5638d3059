import { expect, test } from 'vitest'
import { mimeTypeOf } from './mime-type.ts'

test.each([
  ['movie.mp4', 'video/mp4'],
  ['.webm', 'video/webm'],
  ['.ogg', 'video/ogg'],
  ['.oga', 'audio/ogg'],
  ['.mp3', 'audio/mpeg'],
  ['.aac', 'audio/aac'],
  ['.m4a', 'audio/mp4'],
  ['.m3u8', 'application/vnd.apple.mpegurl'],
  ['.ts', 'video/mp2t'],
  ['.mov', 'video/quicktime'],
  ['a/b.c/SHOT_1.JPG', 'image/jpeg'],
  ['.png', 'image/png'],
])('%s is %s', (name, mimeType) => {
  expect(mimeTypeOf(name)).toBe(mimeType)
})

test.each(['', 'README', '.unheard-of', '.constructor', 'movie.'])('%j is just bytes', (name) => {
  expect(mimeTypeOf(name)).toBe('application/octet-stream')
})
