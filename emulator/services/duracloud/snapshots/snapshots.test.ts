import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { basic, clientAs, duraCloudClient, type DuraCloudClient } from '../../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator, type World } from '../../../index.ts'

let emulator: Emulator
let world: World
let admin: DuraCloudClient
let root: DuraCloudClient
let user: DuraCloudClient
const problems: string[] = []
beforeEach(async () => {
  problems.length = 0
  emulator = await createEmulator({
    scenario: 'empty',
    onProblem: (message, error) => problems.push(`${message}: ${String(error)}`),
  })
  world = emulator.worlds.main
  admin = duraCloudClient(emulator, world, 'admin')
  root = duraCloudClient(emulator, world, 'root')
  user = duraCloudClient(emulator, world, 'user')
  await admin.put('/my-space?storeID=2')
  await admin.put('/my-space/a.txt?storeID=2', 'hello', { 'content-type': 'text/plain', 'x-dura-meta-creator': 'jane' })
  await admin.put('/my-space/dir/b.bin?storeID=2', new Uint8Array([0, 1, 2, 255]), { 'content-type': 'x/y' })
})
afterEach(async () => {
  await emulator.close()
  if (problems.length > 0) throw new Error(problems.join('\n'))
})

const snapshotId = 'example_2_my-space_2026-01-01-00-00-00'
const create = (more: object = {}) =>
  admin.task('create-snapshot', { spaceId: 'my-space', description: 'mine', userEmail: 'me@example.org', ...more }, '2')
const json = (answer: { text: string }) => JSON.parse(answer.text) as Record<string, unknown>
const status = async () => json(await admin.task('get-snapshot', { snapshotId }, '2')).status
const restoreStatus = async () => json(await admin.task('get-restore', { snapshotId }, '2')).status
const step = () => world.jobs.advanceTo(world.clock.now() + 60_000)
const mails = () =>
  world.journal
    .list()
    .entries.filter(({ operation }) => operation === 'bridge.mail')
    .map(({ request }) => `${request.url} ${request.headers.subject}`)

async function bridge(method: string, path: string, body?: object) {
  const response = await emulator.fetch(
    new Request(`${emulator.url}/bridge${path}`, {
      method,
      headers: { authorization: basic({ username: 'root', password: 'rpw' }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('the tasks of a snapshot store', () => {
  it('are listed in order', async () => {
    const { text } = await user.get('/task?storeID=2')
    expect([...text.matchAll(/<string>(.*)<\/string>/g)].map(([, name]) => name).join(' ')).toBe(
      'create-snapshot get-snapshot cleanup-snapshot complete-snapshot get-snapshots get-snapshots-totals get-snapshot-contents get-snapshot-history restart-snapshot restore-snapshot request-restore-snapshot complete-restore get-restore complete-cancel-snapshot',
    )
  })

  it.each([
    ['create-snapshot', {}, 'Task parameter values may not be empty'],
    ['create-snapshot', { spaceId: 'my-space', description: 'x' }, 'Task parameter values may not be empty'],
    ['create-snapshot', { spaceId: 'my-space', userEmail: 'x' }, 'null'],
    [
      'create-snapshot',
      { spaceId: 'nope', description: '', userEmail: 'x' },
      'No S3 bucket found matching spaceID: nope',
    ],
    ['get-snapshot', {}, 'Task parameter values may not be empty'],
    [
      'get-snapshot',
      { snapshotId: 'x' },
      'Exception encountered attempting to get  snapshot. Error reported: Unexpected response code: 404',
    ],
    ['get-snapshot-contents', {}, 'Value for snapshot ID may not be empty'],
    ['get-snapshot-history', {}, 'Value for snapshot ID may not be empty'],
    [
      'get-snapshot-history',
      { snapshotId: 'x' },
      'Exception encountered attempting to get snapshot history. Error reported: Unexpected response code: 500',
    ],
    ['get-snapshots-totals', {}, 'Task parameter values may not be empty'],
    [
      'get-snapshots-totals',
      { status: 'DONE' },
      'Exception encountered attempting to get total count, size, and files of snapshots. Error reported: Unexpected response code: 404',
    ],
    ['cleanup-snapshot', {}, 'Task parameter values may not be empty'],
    ['cleanup-snapshot', { spaceId: 'nope' }, 'No S3 bucket found matching spaceID: nope'],
    ['complete-snapshot', { spaceId: '' }, 'Task parameter values may not be empty'],
    ['complete-cancel-snapshot', {}, 'Task parameter values may not be empty'],
    [
      'complete-cancel-snapshot',
      { spaceId: 'my-space' },
      'Could not find content item with ID .collection-snapshot.properties in S3 bucket duracloud-2.my-space. S3 error: The specified key does not exist.',
    ],
    ['restart-snapshot', {}, 'Task parameter values may not be empty'],
    [
      'restart-snapshot',
      { snapshotId: 'x' },
      'Exception encountered attempting to restart snapshot. Error reported: Unexpected response code: 404',
    ],
    ['restore-snapshot', { snapshotId: 'x' }, 'Task parameter values may not be empty'],
    ['restore-snapshot', { snapshotId: 'a_2', userEmail: 'x' }, 'Index 2 out of bounds for length 2'],
    [
      'restore-snapshot',
      { snapshotId: 'a_2_my-space_today', userEmail: 'x' },
      'Invalid Snapshot ID: a_2_my-space_today',
    ],
    ['request-restore-snapshot', { userEmail: 'x' }, 'Task parameter values may not be empty'],
    ['complete-restore', {}, 'Task parameter values may not be empty'],
    ['complete-restore', { spaceId: 'my-space', daysToExpire: -1 }, 'Task parameter value must be a positive integer'],
    ['get-restore', {}, 'Task parameter values may not be empty'],
    [
      'get-restore',
      { snapshotId: 'x', restoreId: '' },
      'Exception encountered attempting to get restore. Error reported: Unexpected response code: 404',
    ],
    [
      'get-restore',
      { snapshotId: 'x', restoreId: 'y' },
      'Unable to parse task parameters due to: EITHER a snapshotId or a restoreId may be set, but not both',
    ],
  ])('%s of %j is 500', async (name, parameters, text) => {
    expect(await root.task(name, parameters, '2')).toMatchObject({ status: 500, text })
  })
})

describe('a snapshot', () => {
  it('is taken of a space, which nobody but root may change meanwhile', async () => {
    expect(await create()).toMatchObject({
      status: 200,
      text: `{\n  "snapshotId" : "${snapshotId}",\n  "status" : "INITIALIZED"\n}`,
    })
    expect((await admin.head('/my-space?storeID=2')).headers.get('x-dura-meta-snapshot-id')).toBe(snapshotId)
    expect((await admin.head('/acl/my-space?storeID=2')).headers.get('x-dura-meta-acl-snapshot-user')).toBe('READ')
    const file = await admin.get('/my-space/.collection-snapshot.properties?storeID=2')
    expect(file.headers.get('content-type')).toBe('text/x-java-properties')
    expect(file.text.split('\n')).toEqual([
      'duracloud-host=example.duracloud.org',
      'duracloud-space-id=my-space',
      'duracloud-store-id=2',
      `snapshot-id=${snapshotId}`,
      String.raw`snapshot-date=Thu, 1 Jan 2026 00\:00\:00 UTC`,
      'owner-id=admin',
      'description=mine',
      'user-email=me@example.org',
      'member-id=example-member',
      '',
    ])
    expect((await admin.put('/my-space/c?storeID=2', 'x')).status).toBe(403)
    expect((await admin.delete('/my-space?storeID=2')).status).toBe(403)
    expect((await admin.post('/acl/my-space?storeID=2', undefined, { 'x-dura-meta-acl-user': 'READ' })).status).toBe(
      200,
    )
    expect((await root.put('/my-space/c?storeID=2', 'x')).status).toBe(201)
    expect(await create()).toMatchObject({
      status: 409,
      text: `A snapshot (${snapshotId}) + is already underway for this space (my-space)`,
    })
  })

  it('goes through its states in the world’s time, and comes back byte by byte', async () => {
    await create()
    const seen: unknown[] = [await status()]
    for (let n = 0; n < 3; n += 1) {
      await step()
      seen.push(await status())
    }
    await world.jobs.advanceUntilIdle()
    seen.push(await status())
    expect(seen).toEqual([
      'INITIALIZED',
      'TRANSFERRING_FROM_DURACLOUD',
      'REPLICATING_TO_STORAGE',
      'CLEANING_UP',
      'SNAPSHOT_COMPLETE',
    ])
    expect(json(await admin.task('get-snapshot', { snapshotId }, '2'))).toEqual({
      snapshotId,
      snapshotDate: Date.parse('2026-01-01T00:00:00Z'),
      status: 'SNAPSHOT_COMPLETE',
      sourceHost: 'example.duracloud.org',
      sourceSpaceId: 'my-space',
      sourceStoreId: '2',
      description: 'mine',
      contentItemCount: 3,
      totalSizeInBytes: expect.any(Number),
      memberId: 'example-member',
      alternateIds: [],
    })
    const space = await admin.get('/my-space?storeID=2')
    expect(space.text).toContain('<space id="my-space" />')
    expect(space.headers.get('x-dura-meta-snapshot-id')).toBeNull()
    expect((await admin.put('/my-space/new?storeID=2', 'x')).status).toBe(201)

    const zipped = await admin.get(`/x-snapshot-metadata/${snapshotId}.zip?storeID=2`)
    expect(zipped.status).toBe(200)
    expect([...zipped.bytes.subarray(0, 4)]).toEqual([0x50, 0x4b, 3, 4])
    expect(zipped.text).toContain('5d41402abc4b2a76b9719d911017c592  data/a.txt')
    expect((await admin.delete(`/x-snapshot-metadata/${snapshotId}.zip?storeID=2`)).status).toBe(403)

    const restored = await root.task('restore-snapshot', { snapshotId, userEmail: 'me@example.org' }, '2')
    const restoreId = json(restored).restoreId
    expect(restoreId).toMatch(/^example_2_my-space_2026-01-02-/)
    expect(restored.text).toBe(
      `{\n  "restoreId" : "${String(restoreId)}",\n  "status" : "RETRIEVING_FROM_STORAGE",\n  "spaceId" : "my-space-2026-01-01-00-00-00"\n}`,
    )
    const target = '/my-space-2026-01-01-00-00-00'
    expect((await admin.head(`${target}?storeID=2`)).headers.get('x-dura-meta-restore-id')).toBe(restoreId)
    expect([...(await admin.head(`/acl${target}?storeID=2`)).headers]).toEqual([
      ['x-dura-meta-acl-snapshot-user', 'WRITE'],
    ])
    const restoring: unknown[] = []
    for (let n = 0; n < 7; n += 1) {
      await step()
      restoring.push(await restoreStatus())
    }
    expect(restoring).toEqual([
      'STORAGE_RETRIEVAL_COMPLETE',
      'VERIFYING_RETRIEVED_CONTENT',
      'VERIFYING_SNAPSHOT_REPO_AGAINST_MANIFEST',
      'TRANSFERRING_TO_DURACLOUD',
      'TRANSFER_TO_DURACLOUD_COMPLETE',
      'VERIFYING_TRANSFERRED_CONTENT',
      'RESTORATION_COMPLETE',
    ])
    await world.jobs.advanceUntilIdle()
    const got = await admin.get(`${target}/a.txt?storeID=2`)
    expect([got.text, got.headers.get('x-dura-meta-creator')]).toEqual(['hello', 'jane'])
    expect([...(await admin.get(`${target}/dir/b.bin?storeID=2`)).bytes]).toEqual([0, 1, 2, 255])
    const end = world.clock.now()
    expect(json(await admin.task('get-restore', { snapshotId: null, restoreId }, '2'))).toEqual({
      restoreId,
      snapshotId,
      status: 'RESTORATION_COMPLETE',
      startDate: end - 7 * 60_000,
      endDate: end,
      expirationDate: end + 30 * 24 * 60 * 60_000,
      statusText: expect.stringMatching(/^Completed transfer to duracloud on: /),
      destinationHost: 'example.duracloud.org',
      destinationPort: 443,
      destinationStoreId: '2',
      destinationSpaceId: 'my-space-2026-01-01-00-00-00',
    })
    expect(await root.task('restore-snapshot', { snapshotId, userEmail: 'x' }, '2')).toMatchObject({
      status: 500,
      text: `A request to restore snapshot with ID ${snapshotId} has been made previously. The snapshot is being restored to space: my-space-2026-01-01-00-00-00`,
    })
    expect(mails()).toContain(`mailto:me@example.org Snapshot ${snapshotId} is complete`)
    expect(mails()).toContain(`mailto:me@example.org Restore ${String(restoreId)} is complete`)

    await world.jobs.advanceTo(end + 32 * 24 * 60 * 60_000)
    expect((await admin.head(`${target}?storeID=2`)).status).toBe(404)
    expect(await restoreStatus()).toBe('RESTORATION_EXPIRED')
  })

  it('remembers when its content was stored, which copies of it are not', async () => {
    const modified = async () => {
      const { contentItems } = json(await admin.task('get-snapshot-contents', { snapshotId: taken }, '2')) as {
        contentItems: { contentId: string; contentProperties: Record<string, string> }[]
      }
      return contentItems.find(({ contentId }) => contentId === 'a.txt')?.contentProperties
    }
    await world.jobs.advanceTo(world.clock.now() + 5 * 60 * 60_000)
    const taken = 'example_2_my-space_2026-01-01-05-00-00'
    await create()
    await step()
    await step()
    expect(await modified()).toMatchObject({ creator: 'jane', 'content-modified': '2026-01-01T00:00:00' })
    await world.jobs.advanceUntilIdle()
    await root.task('restore-snapshot', { snapshotId: taken, userEmail: 'me@example.org' }, '2')
    await world.jobs.advanceUntilIdle()
    const restored = await admin.head('/my-space-2026-01-01-05-00-00/a.txt?storeID=2')
    expect([restored.headers.get('x-dura-meta-creator'), restored.headers.get('x-dura-meta-content-modified')]).toEqual(
      ['jane', null],
    )
  })

  it('tells what is in it and what happened, in pages', async () => {
    await create()
    const contents = async (more: object = {}) =>
      json(await admin.task('get-snapshot-contents', { snapshotId, ...more }, '2')) as {
        totalCount: number
        contentItems: { contentId: string; contentProperties: Record<string, string> }[]
      }
    expect(await contents()).toEqual({ totalCount: 0, contentItems: [] })
    await step()
    await step()
    const all = await contents({ pageNumber: 0, pageSize: 0, prefix: null })
    expect(all.totalCount).toBe(3)
    expect(all.contentItems.map(({ contentId }) => contentId)).toEqual([
      '.collection-snapshot.properties',
      'a.txt',
      'dir/b.bin',
    ])
    expect(all.contentItems[1]?.contentProperties).toMatchObject({ creator: 'jane', 'content-mimetype': 'text/plain' })
    expect((await contents({ pageNumber: 1, pageSize: 2 })).contentItems.map(({ contentId }) => contentId)).toEqual([
      'dir/b.bin',
    ])
    expect(await contents({ prefix: 'dir/' })).toMatchObject({
      totalCount: 3,
      contentItems: [{ contentId: 'dir/b.bin' }],
    })
    expect(await contents({ snapshotId: 'a_2_b_c' })).toEqual({ totalCount: 0, contentItems: [] })

    const events = await admin.task('get-snapshot-history', { snapshotId, pageNumber: -1, pageSize: 5000 }, '2')
    expect(json(events)).toEqual({
      totalCount: 2,
      historyItems: [
        {
          historyDate: world.clock.now(),
          history: `[{'snapshot-action':'SNAPSHOT_STAGED'},{'snapshot-id':'${snapshotId}'}]`,
        },
        {
          historyDate: Date.parse('2026-01-01T00:00:00Z'),
          history: `[{'snapshot-action':'SNAPSHOT_INITIATED'},{'initiating-user':'me@example.org'},{'snapshot-id':'${snapshotId}'}]`,
        },
      ],
    })
    const second = await admin.task('get-snapshot-history', { snapshotId, pageNumber: 1, pageSize: 1 }, '2')
    expect(json(second)).toMatchObject({ totalCount: 1 })
  })

  it('is listed and counted, to plain users only where they may look', async () => {
    expect((await admin.task('get-snapshots', undefined, '2')).text).toBe('{\n  "snapshots" : [ ]\n}')
    await create()
    await step()
    await step()
    expect((await admin.task('get-snapshots', undefined, '2')).text).toBe(
      `{\n  "snapshots" : [ {\n    "snapshotId" : "${snapshotId}",\n    "description" : "mine",\n    "sourceSpaceId" : "my-space",\n    "sourceStoreId" : "2",\n    "status" : "REPLICATING_TO_STORAGE"\n  } ]\n}`,
    )
    expect(json(await admin.task('get-snapshots-totals', { status: 'REPLICATING_TO_STORAGE' }, '2'))).toEqual({
      totalCount: 1,
      totalSize: expect.any(Number),
      totalFiles: 3,
    })
    expect(json(await user.task('get-snapshots', undefined, '2'))).toEqual({ snapshots: [] })
    expect(await user.task('get-snapshot', { snapshotId }, '2')).toMatchObject({
      status: 403,
      text: `You are not authorized to access snapshot ${snapshotId}.`,
    })
    expect(await user.task('get-snapshot', { snapshotId: 'x' }, '2')).toMatchObject({
      status: 500,
      text: 'Index 1 out of bounds for length 1',
    })
    await admin.post('/acl/my-space?storeID=2', undefined, { 'x-dura-meta-acl-user': 'READ' })
    expect((await user.task('get-snapshot', { snapshotId }, '2')).status).toBe(200)
    expect((await user.task('get-snapshot-contents', { snapshotId, pageSize: 1 }, '2')).status).toBe(200)
    expect(json(await user.task('get-snapshots', undefined, '2')).snapshots).toHaveLength(1)
    await step()
    expect((await user.get(`/x-snapshot-metadata/${snapshotId}.zip?storeID=2`)).status).toBe(200)
    expect((await user.get('/x-snapshot-metadata?storeID=2')).status).toBe(403)
  })

  it('of an empty space is a conflict that leaves nothing behind', async () => {
    await admin.put('/empty?storeID=2')
    expect(await create({ spaceId: 'empty' })).toMatchObject({
      status: 409,
      text: 'A snapshot of an empty space may not be taken.',
    })
    expect((await admin.head('/empty?storeID=2')).headers.get('x-dura-meta-snapshot-id')).toBeNull()
    expect((await admin.get('/empty?storeID=2')).text).toContain('<space id="empty" />')
    expect(json(await admin.task('get-snapshots', undefined, '2'))).toEqual({ snapshots: [] })
  })

  it('fails on purpose: at the bridge, and in the transfer, from where it is restarted', async () => {
    expect(await create({ description: 'stuntdouble-fail-bridge' })).toMatchObject({
      status: 500,
      text: 'stuntdouble-fail-bridge (500)',
    })
    expect((await admin.head('/my-space?storeID=2')).headers.get('x-dura-meta-snapshot-id')).toBeNull()
    await create({ description: 'stuntdouble-fail-transfer' })
    const restart = () => admin.task('restart-snapshot', { snapshotId }, '2')
    expect(await restart()).toMatchObject({
      status: 500,
      text: 'Exception encountered attempting to restart snapshot. Error reported: Unexpected response code: 500',
    })
    await world.jobs.advanceUntilIdle()
    expect(await status()).toBe('FAILED_TO_TRANSFER_FROM_DURACLOUD')
    expect((await restart()).text).toBe(
      '{\n  "description" : "successfully restarted snapshot: INITIALIZED",\n  "status" : "INITIALIZED"\n}',
    )
    await world.jobs.advanceUntilIdle()
    expect(await status()).toBe('SNAPSHOT_COMPLETE')
  })

  it('that failed is restarted at the bridge itself too, by its people', async () => {
    await create({ description: 'stuntdouble-fail-transfer' })
    await world.jobs.advanceUntilIdle()
    expect(await bridge('POST', `/snapshot/${snapshotId}/restart`)).toEqual({
      status: 202,
      body: { description: 'successfully restarted snapshot: INITIALIZED', status: 'INITIALIZED' },
    })
    await world.jobs.advanceUntilIdle()
    expect(await status()).toBe('SNAPSHOT_COMPLETE')
  })

  it('comes about without the file that describes it, when somebody deletes that meanwhile', async () => {
    await create()
    expect((await root.send('DELETE', '/my-space/.collection-snapshot.properties?storeID=2')).status).toBe(200)
    await world.jobs.advanceUntilIdle()
    expect(await status()).toBe('SNAPSHOT_COMPLETE')
  })

  it('that is not complete is not restored, and its new space stays behind', async () => {
    await create()
    expect(await root.task('restore-snapshot', { snapshotId, userEmail: 'x' }, '2')).toMatchObject({
      status: 500,
      text: 'Exception encountered attempting to initiate snapshot request. Error reported: Unexpected response code: 500',
    })
    expect((await admin.head('/my-space-2026-01-01-00-00-00?storeID=2')).status).toBe(200)
    expect((await admin.task('request-restore-snapshot', { snapshotId, userEmail: 'me@example.org' }, '2')).text).toBe(
      '{\n  "description" : "Your request has been sent."\n}',
    )
    expect(mails()).toContain(`mailto:snapshot-admins@example.org Restore of ${snapshotId} is requested`)
  })

  it('whose restore fails on purpose is restored at the second attempt', async () => {
    await create({ description: 'stuntdouble-fail-restore' })
    await world.jobs.advanceUntilIdle()
    const { restoreId } = json(await root.task('restore-snapshot', { snapshotId, userEmail: 'x' }, '2'))
    await world.jobs.advanceUntilIdle()
    expect(await restoreStatus()).toBe('ERROR')
    expect((await bridge('POST', `/restore/${String(restoreId)}/restart`)).status).toBe(200)
    await world.jobs.advanceUntilIdle()
    expect(await restoreStatus()).toBe('RESTORATION_COMPLETE')
    expect((await bridge('POST', `/restore/${String(restoreId)}/cancel`)).status).toBe(500)
    const told = json(await admin.task('get-restore', { snapshotId: null, restoreId }, '2'))
    expect(await bridge('GET', `/restore/${String(restoreId)}`)).toEqual({ status: 200, body: told })
  })
})

describe('the tasks that the bridge calls', () => {
  it('may be called by administrators', async () => {
    const ask = (name: string, more: object = {}) => admin.task(name, { spaceId: 'my-space', ...more }, '2')
    expect((await ask('cleanup-snapshot')).text).toBe('{\n  "contentExpirationDays" : 1\n}')
    expect((await ask('complete-snapshot')).text).toBe('{\n  "result" : "Snapshot complete was successful"\n}')
    await world.jobs.advanceTo(world.clock.now() + 3 * 24 * 60 * 60_000)
    expect((await admin.head('/my-space/a.txt?storeID=2')).status).toBe(200)
    expect((await ask('complete-restore', { daysToExpire: 2 })).text).toBe(
      '{\n  "result" : "Complete restore was successful"\n}',
    )
    await world.jobs.advanceTo(world.clock.now() + 3 * 24 * 60 * 60_000)
    expect((await admin.head('/my-space/a.txt?storeID=2')).status).toBe(404)
  })

  it('have content go at the midnight after it is old enough, one by one, as long as the rule stays', async () => {
    const days = (count: number) => world.jobs.advanceTo(world.clock.now() + count * 24 * 60 * 60_000)
    const ids = async () =>
      [...(await admin.get('/my-space?storeID=2')).text.matchAll(/<item>(.*?)<\/item>/g)].map(([, id]) => id)
    const used = async () => {
      const [last] = (JSON.parse((await admin.get('/report/space/my-space?storeID=2')).text) as object[]).slice(-1)
      return last
    }
    await days(1.5)
    await admin.put('/my-space/later?storeID=2', '1234')
    await admin.task('complete-restore', { spaceId: 'my-space', daysToExpire: 2 }, '2')
    await days(0.4)
    expect(await ids()).toEqual(['a.txt', 'dir/b.bin', 'later'])
    await days(0.1)
    expect(await ids()).toEqual(['later'])
    await days(1.9)
    expect(await ids()).toEqual(['later'])
    expect(await used()).toMatchObject({ objectCount: 1, byteCount: 4 })
    await days(0.1)
    expect(await ids()).toEqual([])
    await admin.put('/my-space/last?storeID=2', 'x')
    await days(2)
    expect(await ids()).toEqual([])
    await admin.put('/my-space/kept?storeID=2', 'x')
    await admin.task('complete-snapshot', { spaceId: 'my-space' }, '2')
    await days(10)
    expect(await ids()).toEqual(['kept'])
  })

  it('free a space of a snapshot that was cancelled', async () => {
    await create()
    expect((await admin.task('complete-cancel-snapshot', { spaceId: 'my-space' }, '2')).text).toBe(
      '{\n  "result" : "completed cancellation for my-space"\n}',
    )
    expect((await admin.head('/my-space?storeID=2')).headers.get('x-dura-meta-snapshot-id')).toBeNull()
    expect((await admin.head('/acl/my-space?storeID=2')).headers.get('x-dura-meta-acl-snapshot-user')).toBeNull()
  })
})

describe('the bridge', () => {
  it('completes what is preserved, and only that', async () => {
    await create()
    expect(await bridge('POST', `/snapshot/${snapshotId}/complete`, {})).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining('INITIALIZED') },
    })
    await step()
    await step()
    expect((await bridge('POST', `/snapshot/${snapshotId}/complete`, { alternateIds: ['x1'] })).status).toBe(200)
    expect(await status()).toBe('CLEANING_UP')
    expect((await bridge('POST', `/snapshot/${snapshotId}/cancel`)).status).toBe(500)
    await world.jobs.advanceUntilIdle()
    expect((await bridge('GET', `/snapshot/${snapshotId}`)).body).toMatchObject({
      status: 'SNAPSHOT_COMPLETE',
      alternateIds: ['x1'],
    })
  })

  it('is asked for lists as DuraStore asks it', async () => {
    await create()
    await step()
    await step()
    const of = 'host=example.duracloud.org&storeId=2'
    const list = await bridge('GET', `/snapshot?${of}`)
    expect(list).toEqual({ status: 200, body: json(await admin.task('get-snapshots', undefined, '2')) })
    expect(list.body.snapshots).toHaveLength(1)
    for (const others of [
      '',
      '?storeId=2',
      '?host=other.duracloud.org&storeId=2',
      '?host=example.duracloud.org&storeId=1',
    ]) {
      expect((await bridge('GET', `/snapshot${others}`)).body).toEqual({ snapshots: [] })
    }
    const total = await bridge('GET', `/snapshot/total?${of}&status=REPLICATING_TO_STORAGE`)
    expect(total.body).toMatchObject({ totalCount: 1, totalFiles: 3 })
    expect((await bridge('GET', `/snapshot/total?${of}&status=DONE`)).status).toBe(404)
    const content = await bridge('GET', `/snapshot/${snapshotId}/content?page=1&pageSize=2`)
    expect(content.body).toMatchObject({ totalCount: 3, contentItems: [{ contentId: 'dir/b.bin' }] })
    expect((await bridge('GET', `/snapshot/${snapshotId}/content?prefix=a`)).body.contentItems).toHaveLength(1)
    expect((await bridge('GET', `/snapshot/${snapshotId}/content?page=x`)).status).toBe(404)
    expect((await bridge('GET', `/snapshot/${snapshotId}/history`)).body).toMatchObject({ totalCount: 2 })
    expect((await bridge('GET', '/snapshot/x/history')).status).toBe(500)
    await world.jobs.advanceUntilIdle()
    await root.task('restore-snapshot', { snapshotId, userEmail: 'x' }, '2')
    const restored = await bridge('GET', `/restore/by-snapshot/${snapshotId}`)
    expect(restored).toEqual({ status: 200, body: json(await admin.task('get-restore', { snapshotId }, '2')) })
    expect((await bridge('GET', '/restore/by-snapshot/x')).status).toBe(404)
  })

  it('cancels and fails', async () => {
    await create()
    expect((await bridge('POST', `/snapshot/${snapshotId}/cancel`)).body.status).toBe('CANCELLED')
    expect((await admin.task('get-snapshot', { snapshotId }, '2')).status).toBe(500)
    expect((await admin.put('/my-space/new?storeID=2', 'x')).status).toBe(201)
    await create()
    expect((await bridge('POST', `/snapshot/${snapshotId}/error`, { error: 'tape broke' })).status).toBe(200)
    await world.jobs.advanceUntilIdle()
    expect(await status()).toBe('ERROR')
  })

  it('takes no body that is larger than a MiB', async () => {
    const answer = await bridge('POST', '/snapshot/x/complete', { alternateIds: ['x'.repeat(2 ** 20)] })
    expect(answer).toEqual({ status: 413, body: { message: 'The body is larger than 1048576 bytes' } })
  })

  it('is for root alone, and JSON', async () => {
    const response = await emulator.fetch(new Request(`${emulator.url}/bridge/snapshot/x`))
    expect(response.status).toBe(401)
    expect(await bridge('GET', '/snapshot/x')).toEqual({
      status: 404,
      body: { message: 'Snapshot with ID x was not found' },
    })
    expect((await bridge('POST', '/restore/x/complete')).status).toBe(404)
    const headers = { authorization: basic({ username: 'root', password: 'rpw' }) }
    const odd = await emulator.fetch(new Request(`${emulator.url}/bridge/snapshot/%ff`, { headers }))
    expect(odd.status).toBe(400)
    expect((await clientAs({ fetch: emulator.fetch, url: emulator.url }, undefined).get('/spaces')).status).toBe(200)
  })
})
