// What DuraCloud's failures look like to its clients, and what becomes of its snapshots.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'

let emulator: Emulator
let world: World
let admin: DuraCloudClient
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  world = emulator.worlds.main
  admin = duraCloudClient(emulator, world, 'admin')
  await admin.put('/my-space?storeID=2')
  await admin.put('/my-space/a.txt?storeID=2', 'hello', { 'content-type': 'text/plain' })
})
afterEach(() => emulator.close())

describe('DuraStore', () => {
  it.each([
    ['unavailable', 503, 'text/html', 'HTTP Status 503 – Service Unavailable'],
    ['internal', 500, 'text/plain', 'Error attempting to process /my-space/a.txt due to: '],
    ['internal-page', 500, 'text/html', 'HTTP Status 500 – Internal Server Error'],
    ['conflict', 409, 'text/plain', 'conflicting conditional operation'],
    ['unauthorized', 401, 'text/html', 'Bad credentials'],
    ['forbidden', 403, 'text/html', 'Access is denied'],
    ['not-found', 404, 'text/plain', 'does not exist'],
    ['storage-failed', 500, 'text/plain', 'Unable to execute HTTP request'],
  ])('answers %s as %i', async (error, status, type, text) => {
    await world.faults.add({ service: 'duracloud', operation: 'content.*', error, times: 1 })
    const answer = await admin.get('/my-space/a.txt?storeID=2')
    expect(answer).toMatchObject({ status, text: expect.stringContaining(text) })
    expect(answer.headers.get('content-type')).toContain(type)
    expect((await admin.get('/my-space/a.txt?storeID=2')).text).toBe('hello')
  })

  it('keeps what it had when a PUT fails', async () => {
    await world.faults.add({ service: 'duracloud', method: 'PUT', path: '/durastore/my-space/*', error: 'unavailable' })
    expect((await admin.put('/my-space/a.txt?storeID=2', 'other')).status).toBe(503)
    expect((await admin.get('/my-space/a.txt?storeID=2')).text).toBe('hello')
  })

  it('fails for one user, and not for another', async () => {
    await world.faults.add({ service: 'duracloud', credential: 'admin', error: 'forbidden' })
    expect((await admin.get('/stores')).status).toBe(403)
    expect((await duraCloudClient(emulator, world, 'root').get('/stores')).status).toBe(200)
  })

  it('fails in one task, and not in another', async () => {
    await world.faults.add({ service: 'duracloud', operation: 'tasks.noop', error: 'conflict' })
    expect((await admin.task('noop')).status).toBe(409)
    expect((await admin.get('/task')).status).toBe(200)
    expect((await admin.task('set-storage-policy')).status).toBe(403)
  })

  it('says in its words that the storage is gone', async () => {
    await world.faults.add({ preset: 'the disk of the buckets is gone' })
    expect(await admin.get('/my-space/a.txt?storeID=2')).toMatchObject({
      status: 500,
      text: expect.stringContaining("Error attempting to get content 'a.txt' in 'my-space' due to: "),
    })
  })

  it('answers too many requests by its container’s 503', async () => {
    await world.faults.add({ service: 'duracloud', rateLimit: { limit: 1, window: '10s' } })
    expect((await admin.get('/stores')).status).toBe(200)
    const { status, headers } = await admin.get('/stores')
    expect([status, headers.get('retry-after')]).toEqual([503, '10'])
  })
})

describe('the bridge', () => {
  const id = 'example_2_my-space_2026-01-01-00-00-00'
  const create = () =>
    admin.task('create-snapshot', { spaceId: 'my-space', description: 'mine', userEmail: 'me@example.org' }, '2')
  const task = async (name: string, parameters: object) => {
    const { status, text } = await admin.task(name, parameters, '2')
    return { status, text, body: status === 200 ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }
  const status = async () => (await task('get-snapshot', { snapshotId: id })).body['status']
  const pass = (ms: number) => world.jobs.advanceTo(world.clock.now() + ms)

  it('refuses what tasks ask of it; the space is as it was', async () => {
    await world.faults.add({ service: 'duracloud', error: 'bridge-fails', for: '10m' })
    expect(await create()).toMatchObject({ status: 500, text: 'The bridge is not available (503)' })
    expect((await admin.head('/my-space?storeID=2')).headers.get('x-dura-meta-snapshot-id')).toBeNull()
    await pass(600_000)
    expect((await create()).status).toBe(200)
    await world.faults.add({ service: 'duracloud', error: 'bridge-fails', details: { status: 502 }, times: 1 })
    expect(await task('get-snapshot', { snapshotId: id })).toMatchObject({
      status: 500,
      text: expect.stringContaining('Unexpected response code: 502'),
    })
  })

  it('has a snapshot that is stuck until the fault is taken back', async () => {
    await create()
    await world.faults.add({ service: 'duracloud', error: 'snapshot-stuck', path: id })
    const before = await status()
    await world.jobs.advanceUntilIdle()
    await pass(3_600_000)
    expect(await status()).toBe(before)
    world.faults.clear()
    await pass(600_000)
    expect(await status()).not.toBe(before)
  })

  it('has a snapshot that fails', async () => {
    await create()
    await world.faults.add({ service: 'duracloud', error: 'snapshot-fails', details: { message: 'The tape broke' } })
    await pass(60_000)
    expect(await status()).toBe('ERROR')
    expect((await task('get-snapshot-history', { snapshotId: id, pageNumber: 0, pageSize: 10 })).text).toContain(
      'The tape broke',
    )
  })

  it('has a restore that is stuck, and one that fails', async () => {
    await create()
    await world.jobs.advanceUntilIdle()
    await pass(3 * 24 * 3_600_000)
    expect(await status()).toBe('SNAPSHOT_COMPLETE')
    const restore = async () => (await task('get-restore', { snapshotId: id })).body
    const root = duraCloudClient(emulator, world, 'root')
    await root.task('restore-snapshot', { snapshotId: id, userEmail: 'me@example.org' }, '2')
    await world.faults.add({ service: 'duracloud', error: 'restore-stuck' })
    await pass(3_600_000)
    expect(await restore()).toMatchObject({ status: 'RETRIEVING_FROM_STORAGE' })
    world.faults.clear()
    await world.faults.add({
      service: 'duracloud',
      error: 'restore-fails',
      nth: 2,
      details: { message: 'The disk is full' },
    })
    await pass(600_000)
    expect(await restore()).toMatchObject({ status: 'ERROR', statusText: 'The disk is full' })
  })

  it('answers errors in JSON of its own', async () => {
    await world.faults.add({
      service: 'duracloud',
      path: '/bridge/*',
      operation: 'bridge.snapshots',
      error: 'internal',
    })
    const { username, password } = world.credentials.duracloud[0] ?? { username: '', password: '' }
    const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` }
    const response = await emulator.fetch(new Request(`${emulator.url}/bridge/snapshot`, { headers }))
    expect([response.status, await response.json()]).toEqual([500, { message: expect.any(String) }])
  })
})
