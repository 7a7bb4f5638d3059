import { expect, it } from 'vitest'
import { createEmulator } from '../index.ts'

const text = (value: string) => new TextEncoder().encode(value)

it('restores state, objects, jobs and the clock', async () => {
  await using emulator = await createEmulator()
  const { main, snapshots } = emulator.worlds
  await main.prepare('s3')
  await main.objects.createBucket('films')
  await main.objects.put('films', 'a', text('before'))
  main.jobs.schedule({ kind: 'nobody.does', dueAt: main.clock.now() + 1000 })
  const snapshot = await snapshots.take(main, 'first')
  expect(snapshot).toMatchObject({ id: 'main@1', world: 'main', name: 'first', sizes: { jobs: 1 } })
  const at = main.clock.now()

  await main.objects.put('films', 'a', text('after'))
  await main.objects.delete('films', 'a')
  main.clock.set('frozen', at + 5000)
  await snapshots.restore(main, 'main@1')
  expect(new TextDecoder().decode(await main.objects.readRange('films', 'a', 0, 10))).toBe('before')
  expect(main.clock.now()).toBe(at)
  expect(main.jobs.list()).toHaveLength(1)
})
