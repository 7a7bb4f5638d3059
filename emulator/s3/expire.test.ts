import { beforeEach, expect, it } from 'vitest'
import { createEmulator, type World } from '../index.ts'
import type { LifecycleRule } from '../objects/bucket-settings.ts'
import { scheduleExpiry } from './expire.ts'

const day = 86_400_000
const rule: LifecycleRule = {
  id: 'rule',
  enabled: true,
  form: 'filter',
  filter: {},
  transitions: [],
  noncurrentTransitions: [],
}
const text = (content: string) => new TextEncoder().encode(content)

let world: World
beforeEach(async () => {
  const emulator = await createEmulator()
  world = emulator.worlds.main
  await world.versioned.createBucket('bucket')
  return () => emulator.close()
})

async function set(...lifecycle: LifecycleRule[]) {
  await world.versioned.changeSettings('bucket', { lifecycle })
  scheduleExpiry(world, 'bucket')
}
const pass = (days: number) => world.jobs.advanceTo(world.clock.now() + days * day)
const keys = async () => (await world.versioned.list('bucket')).objects.map(({ key }) => key)
const versions = async () =>
  (await world.versioned.listVersions('bucket')).versions.map((entry) =>
    'marker' in entry ? 'marker' : `${entry.object.size}`,
  )

it('objects expire at the midnight after their days, those that the rule is about', async () => {
  await pass(0.5)
  await world.versioned.put('bucket', 'logs/old', text('a'))
  await world.versioned.put('bucket', 'kept', text('a'))
  await set({ ...rule, filter: { prefix: 'logs/' }, expiration: { days: 1 } })
  await pass(1)
  expect(await keys()).toEqual(['kept', 'logs/old'])
  await world.versioned.put('bucket', 'logs/new', text('a'))
  await pass(0.5)
  expect(await keys()).toEqual(['kept', 'logs/new'])
})

it('rules may ask for sizes and tags, or be off', async () => {
  await world.versioned.put('bucket', 'large', text('large'))
  await world.versioned.put('bucket', 'tagged', text('a'), { tags: [{ key: 'keep', value: 'no' }] })
  await world.versioned.put('bucket', 'kept', text('a'))
  await set(
    { ...rule, filter: { largerThan: 4 }, expiration: { days: 1 } },
    { ...rule, id: 'tag', filter: { tags: [{ key: 'keep', value: 'no' }] }, expiration: { days: 1 } },
    { ...rule, id: 'off', enabled: false, expiration: { days: 1 } },
  )
  await pass(3)
  expect(await keys()).toEqual(['kept'])
})

it('in a versioned bucket a marker hides what expires, and what it hides goes later', async () => {
  await world.versioned.changeSettings('bucket', { versioning: 'Enabled' })
  for (const content of ['1', '22', '333']) await world.versioned.put('bucket', 'a', text(content))
  await set({
    ...rule,
    expiration: { days: 1 },
    noncurrentExpiration: { days: 2, keep: 1 },
  })
  await pass(1)
  expect(await versions()).toEqual(['marker', '3', '2', '1'])
  await pass(1)
  expect(await versions()).toEqual(['marker', '3'])
  await set(
    { ...rule, noncurrentExpiration: { days: 2 } },
    { ...rule, id: 'markers', expiration: { lonelyDeleteMarkers: true } },
  )
  await pass(3)
  expect(await versions()).toEqual([])
})

it('uploads that nobody ends are aborted', async () => {
  await world.versioned.createUpload('bucket', 'tmp/a')
  await world.versioned.createUpload('bucket', 'kept')
  await set({ ...rule, filter: { prefix: 'tmp/' }, abortUploadDays: 2 })
  await pass(2)
  expect((await world.versioned.listUploads('bucket')).uploads.map(({ key }) => key)).toEqual(['kept'])
})

it('nothing happens any more once the lifecycle, or the bucket, is gone', async () => {
  await world.versioned.put('bucket', 'a', text('a'))
  await set({ ...rule, expiration: { days: 2 } })
  await world.versioned.changeSettings('bucket', { lifecycle: undefined })
  await pass(5)
  expect(await keys()).toEqual(['a'])
  expect(world.jobs.list()).toEqual([])
  await set({ ...rule, expiration: { days: 2 } })
  await world.versioned.delete('bucket', 'a')
  await world.versioned.deleteBucket('bucket')
  await pass(5)
  expect(world.jobs.list()).toEqual([])
})
