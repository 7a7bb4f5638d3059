import { expect, it } from 'vitest'
import { createEmulator } from '../index.ts'

const bytes = new TextEncoder().encode('a film')

async function open() {
  const emulator = await createEmulator()
  const { main: world } = emulator.worlds
  await world.objects.createBucket('inbox')
  await world.objects.createBucket('elsewhere')
  const told = () =>
    world.jobs.list().map(({ kind, dueAt, payload }) => ({ kind, in: dueAt - world.clock.now(), payload }))
  return { world, told, [Symbol.asyncDispose]: emulator.close }
}

it('a job follows each object that is written to a watched bucket, however it comes there', async () => {
  await using it = await open()
  const { objects, watches } = it.world
  watches.put({ id: 'rule', bucket: 'inbox', kind: 'telestream.watch', delay: 10_000 })
  const { etag } = await objects.put('inbox', 'a', bytes)
  await objects.put('elsewhere', 'b', bytes)
  expect(it.told()).toEqual([{ kind: 'telestream.watch', in: 10_000, payload: { watchId: 'rule', key: 'a', etag } }])
  await objects.copy({ bucket: 'elsewhere', key: 'b' }, { bucket: 'inbox', key: 'c' })
  await objects.assemble('inbox', 'd', [await it.world.blobs.store(bytes)])
  const upload = await objects.createUpload('inbox', 'e')
  await objects.completeUpload(upload, [await objects.putPart(upload, 1, bytes)])
  expect(it.told().map(({ payload }) => payload)).toMatchObject([
    { key: 'a' },
    { key: 'c' },
    { key: 'd' },
    { key: 'e' },
  ])
})

it('nothing follows an object that is refused, nor one in a bucket that is watched no more', async () => {
  await using it = await open()
  const { objects, watches } = it.world
  watches.put({ id: 'rule', bucket: 'inbox', kind: 'telestream.watch', delay: 0 })
  await expect(objects.put('inbox', 'a', bytes, { expectSize: 1 })).rejects.toThrow('bytes arrived')
  await expect(objects.copy({ bucket: 'inbox', key: 'none' }, { bucket: 'inbox', key: 'b' })).rejects.toThrow(
    'no object',
  )
  watches.delete('rule')
  await objects.put('inbox', 'c', bytes)
  expect(it.told()).toEqual([])
})
