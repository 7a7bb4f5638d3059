import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../index.ts'
import { newEncoding } from './encode.ts'
import { hlsVariants } from './hls-variants.ts'
import { encodings, profiles, videos } from './model.ts'
import { createVideo } from './sources.ts'
import { factories } from './model.ts'
import { createProfile } from './profiles.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
})
afterEach(() => emulator.close())

/** The names that a playlist with these `variants` lists, out of these. */
async function listed(names: readonly string[], variants: string): Promise<string[]> {
  const world = await emulator.worlds.create()
  await world.prepare('telestream')
  const { state } = world
  const factory = state.table(factories).get(world.credentials.telestream.factoryId)
  if (!factory) throw new Error('There is no factory')
  for (const profile of state.table(profiles).list({ where: { factoryId: factory.id } }))
    state.table(profiles).delete(profile.id)
  const made = names.map((name) =>
    createProfile(world, factory, { name, presetName: 'hls.variant', command: null, extname: '.m3u8' }),
  )
  const { id } = await createVideo(world, factory, {
    sourceUrl: 'http://127.0.0.1:9/a.mp4',
    fileName: 'a.mp4',
    profiles: [],
    pathFormat: ':id',
    payload: null,
    blobs: [],
  })
  const video = state.table(videos).get(id)
  if (!video) throw new Error('There is no video')
  for (const profile of made)
    state
      .table(encodings)
      .insert({ ...newEncoding(world, video, profile, world.ids.hex('encoding')), status: 'success' })
  const [any] = state.table(encodings).list({ where: { videoId: id } })
  if (!any) return []
  return hlsVariants(world, { ...any, id: 'the playlist' }, variants).map(({ profileName }) => profileName)
}

it('lists the profiles whose names match, as in the vendor’s document', async () => {
  const names = ['hls.iphone.400k', 'hls.iphone.600k', 'hls.ipad.1200k', 'hls.audio', 'other']
  expect(await listed(names, 'hls.iphone*,hls.audio')).toEqual(['hls.iphone.400k', 'hls.iphone.600k', 'hls.audio'])
  expect(await listed(names, 'hls.iphone*, hls.ipad*, hls.audio')).toEqual(names.slice(0, 4))
  expect(await listed(names, 'hls.*')).toEqual(names.slice(0, 4))
  expect(await listed(names, 'hls')).toEqual([])
})

it('matches as a regular expression would', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 6 })
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(word, { minLength: 1, maxLength: 8 }), glob, async (names, pattern) => {
      const expected = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
      expect(await listed(names, pattern)).toEqual(names.filter((name) => expected.test(name)))
    }),
    { numRuns: 60 },
  )
})
