import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator } from '../../index.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'stuntdouble-duracloud-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

const asked = { spaceId: 'my-space', description: 'mine', userEmail: 'me@example.org' }
const snapshotId = 'example_2_my-space_2026-01-01-00-00-00'

describe('a DuraCloud in a data directory', () => {
  it('goes on where it stopped, in the midst of a snapshot', async () => {
    {
      await using first = await createEmulator({ data })
      const client = duraCloudClient(first, first.worlds.main, 'root')
      await client.put('/my-space/kept?storeID=2', 'kept')
      expect((await client.task('create-snapshot', asked, '2')).status).toBe(200)
      await first.worlds.main.jobs.advanceTo(first.worlds.main.clock.now() + 60_000)
      await client.task('enable-hls', { spaceId: 'my-videos' })
    }
    await using second = await createEmulator({ data })
    const { main } = second.worlds
    const client = duraCloudClient(second, main, 'root')
    const status = async () =>
      JSON.parse((await client.task('get-snapshot', { snapshotId }, '2')).text).status as unknown
    expect(await status()).toBe('TRANSFERRING_FROM_DURACLOUD')
    const asks = { spaceId: 'my-videos', contentId: 'sample.m3u8' }
    const { streamUrl } = JSON.parse((await client.task('get-url-hls', asks)).text) as { streamUrl: string }
    expect(await (await second.fetch(new Request(streamUrl))).text()).toContain('#EXTM3U')
    expect((await client.head('/my-videos')).headers.get('x-dura-meta-hls-streaming-type')).toBe('OPEN')
    await main.jobs.advanceUntilIdle()
    expect(await status()).toBe('SNAPSHOT_COMPLETE')
    await client.task('restore-snapshot', { snapshotId, userEmail: 'x' }, '2')
    await main.jobs.advanceUntilIdle()
    expect((await client.get('/my-space-2026-01-01-00-00-00/kept?storeID=2')).text).toBe('kept')
  })

  it('is as it began after a reset, without a byte of before', async () => {
    await using emulator = await createEmulator({ data })
    const { main } = emulator.worlds
    const client = duraCloudClient(emulator, main, 'root')
    const spaces = (await client.get('/spaces')).text
    await client.put('/later')
    await client.put('/later/x', 'x')
    await client.task('create-snapshot', asked, '2')
    await main.reset()
    expect((await client.get('/spaces')).text).toBe(spaces)
    expect((await client.get('/my-space/item-1.txt')).text).toBe('The first item.\n')
    expect(main.jobs.list()).toEqual([])
  })
})
