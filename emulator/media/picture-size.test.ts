import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pictureSize } from './picture-size.ts'

const sample = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../fixtures/media/${name}`, import.meta.url)))

it('tells the size of a JPEG and of a PNG', async () => {
  expect(pictureSize(await sample('sample.jpg'))).toEqual({ width: 320, height: 240 })
  expect(pictureSize(await sample('sample.png'))).toEqual({ width: 160, height: 120 })
})

it('knows nothing of anything else, whatever it is', async () => {
  expect(pictureSize(await sample('sample.mp4'))).toBeUndefined()
  expect(pictureSize(new Uint8Array())).toBeUndefined()
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void pictureSize(bytes)))
  const jpeg = await sample('sample.jpg')
  fc.assert(
    fc.property(fc.nat(jpeg.length), fc.nat(200), fc.nat(255), (length, at, byte) => {
      const broken = jpeg.slice(0, length)
      broken[at] = byte
      pictureSize(broken)
    }),
  )
})
