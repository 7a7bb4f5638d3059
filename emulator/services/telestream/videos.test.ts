import { expect, it } from 'vitest'
import { clientOf } from '../../../harness/conformance/telestream.ts'
import { makeVideo, videoId } from '../../../scripts/bench/video.ts'
import { createEmulator } from '../../index.ts'
import { videos } from './model.ts'

it('a video is shown as it is now, in each world, whatever was shown before', async () => {
  await using emulator = await createEmulator()
  const { main } = emulator.worlds
  const id = videoId(1)
  main.state.table(videos).put(makeVideo(1, main.credentials.telestream.factoryId, main.clock.now()))
  const shown = async (world = main) => {
    const { status, body } = await clientOf(emulator, world).get(`/videos/${id}.json`)
    return status === 200 ? `${String(body['payload'])} ${String(body['updated_at'])}` : status
  }
  const at = '2026/06/01 00:00:00 +0000'
  const began = await shown()
  expect(await shown()).toBe(began)

  main.state.table(videos).update(id, { payload: 'changed', updatedAt: Date.UTC(2026, 5, 1) })
  expect(await shown()).toBe(`changed ${at}`)
  expect(() =>
    main.state.transaction(() => {
      main.state.table(videos).update(id, { payload: 'undone' })
      main.state.table(videos).get(id)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(await shown()).toBe(`changed ${at}`)

  const snapshot = await emulator.worlds.snapshots.take(main)
  const fork = await emulator.worlds.create({ from: 'main' })
  fork.state.table(videos).update(id, { payload: 'of the fork' })
  expect([await shown(fork), await shown()]).toEqual([`of the fork ${at}`, `changed ${at}`])

  main.state.table(videos).update(id, { payload: 'later' })
  expect(await shown()).toBe(`later ${at}`)
  await emulator.worlds.snapshots.restore(main, snapshot.id)
  expect(await shown()).toBe(`changed ${at}`)
  await main.reset()
  expect(await shown()).toBe(404)
})
