import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  const { main } = emulator.worlds
  const root = duraCloudClient(emulator, main, 'root')
  for (const store of ['1', '2']) {
    for (const space of ['closed', 'readable', 'writable', 'public']) {
      await root.put(`/${space}?storeID=${store}`)
      await root.put(`/${space}/item?storeID=${store}`, 'x')
    }
    await root.post(`/acl/readable?storeID=${store}`, undefined, { 'x-dura-meta-acl-user': 'READ' })
    await root.post(`/acl/writable?storeID=${store}`, undefined, { 'x-dura-meta-acl-user': 'WRITE' })
    await root.post(`/acl/public?storeID=${store}`, undefined, { 'x-dura-meta-acl-group-public': 'READ' })
  }
  await root.put('/x-snapshot-metadata')
  await root.put('/x-snapshot-metadata/a.zip', 'x')
  await root.put('/x-service-out')
  await root.put('/x-service-out/bit-integrity/report', 'x')
})
afterAll(() => emulator.close())

const callers = ['nobody', 'user', 'admin', 'root'] as const

/** What each of the callers is answered; one who is let in may still be told that there is nothing. */
type Row = readonly [request: string, nobody: number, user: number, admin: number, root: number]

async function statuses(request: string): Promise<number[]> {
  const [method = '', path = ''] = request.split(' ')
  const answers: number[] = []
  for (const caller of callers) {
    answers.push((await duraCloudClient(emulator, emulator.worlds.main, caller).send(method, path)).status)
  }
  return answers
}

/** Refused until a role is high enough; then 500 (no parameters), 400 or 405, as the task has it. */
const tasks: readonly Row[] = [
  ...['restore-content', 'set-storage-policy', 'restore-snapshot'].map((name): Row => {
    const status = name === 'set-storage-policy' ? 500 : 400
    return [`POST /task/${name}`, 401, 403, 403, status]
  }),
  ...['get-url', 'get-signed-url'].map((name): Row => [`POST /task/${name}`, 401, 500, 500, 500]),
  ...['get-snapshot', 'get-snapshots', 'get-snapshot-history', 'get-snapshot-contents', 'get-restore'].map(
    (name): Row => [`POST /task/${name}`, 401, 400, 400, 400],
  ),
  ...['get-snapshot', 'get-snapshot-history', 'get-snapshot-contents', 'get-restore'].map((name): Row => [
    `POST /task/${name}?storeID=2`,
    401,
    500,
    500,
    500,
  ]),
  ['POST /task/get-snapshots?storeID=2', 401, 200, 200, 200],
  ['POST /task/noop', 401, 403, 200, 200],
  ...[
    'enable-hls',
    'disable-hls',
    'delete-hls',
    'get-url-hls',
    'get-signed-cookies-url',
    'enable-streaming',
    'disable-streaming',
    'delete-streaming',
  ].map((name): Row => [`POST /task/${name}`, 401, 403, 500, 500]),
  ...[
    'create-snapshot',
    'cleanup-snapshot',
    'complete-snapshot',
    'complete-cancel-snapshot',
    'restart-snapshot',
    'request-restore-snapshot',
    'complete-restore',
    'get-snapshots-totals',
  ].map((name): Row => [`POST /task/${name}?storeID=2`, 401, 403, 500, 500]),
  ['POST /task/restore-snapshot?storeID=2', 401, 403, 403, 500],
  ['POST /task/restore-content?storeID=3', 401, 403, 403, 500],
  ['POST /task/unheard-of', 401, 403, 400, 400],
  ['GET /task/noop', 401, 403, 405, 405],
  ['GET /task/get-url', 401, 405, 405, 405],
  ['PUT /task/noop', 401, 403, 405, 405],
  ['GET /task', 401, 200, 200, 200],
  ['POST /task', 401, 405, 405, 405],
]

const reading: readonly Row[] = [
  ['GET /spaces', 200, 200, 200, 200],
  ['GET /stores', 401, 200, 200, 200],
  ['GET /aux/cookies?token=x', 404, 404, 404, 404],
  ['POST /aux/cookies', 401, 403, 405, 405],
  ...['GET', 'HEAD'].flatMap((method): Row[] => [
    [`${method} /closed`, 401, 403, 200, 200],
    [`${method} /readable`, 401, 200, 200, 200],
    [`${method} /writable`, 401, 200, 200, 200],
    [`${method} /public`, 200, 200, 200, 200],
    [`${method} /missing`, 401, 403, 404, 404],
    [`${method} /closed/item`, 401, 403, 200, 200],
    [`${method} /readable/item`, 401, 200, 200, 200],
    [`${method} /public/item`, 200, 200, 200, 200],
    [`${method} /public/missing`, 404, 404, 404, 404],
    [`${method} /missing/item`, 401, 403, 404, 404],
  ]),
  ['HEAD /acl/closed', 200, 200, 200, 200],
  ['GET /acl/closed', 405, 405, 405, 405],
  ['GET /manifest/closed', 401, 403, 200, 200],
  ['GET /manifest/readable', 401, 200, 200, 200],
  ['GET /manifest/public', 401, 200, 200, 200],
  ['GET /manifest/missing', 401, 403, 404, 404],
  ['GET /bit-integrity/closed', 401, 403, 204, 204],
  ['GET /bit-integrity/readable', 401, 204, 204, 204],
  ['GET /report/space/closed', 401, 403, 200, 200],
  ['GET /report/space/readable', 401, 200, 200, 200],
  ['GET /report/store', 401, 200, 200, 200],
  ['GET /report/store/0', 401, 200, 200, 200],
  ['GET /audit/readable', 401, 403, 200, 200],
  ['GET /x-snapshot-metadata/a.zip', 401, 403, 200, 200],
  ['GET /x-service-out/bit-integrity/report', 401, 200, 200, 200],
  ['OPTIONS /public', 401, 403, 403, 403],
  ['PATCH /public/item', 401, 403, 403, 403],
]

const writing: readonly Row[] = [
  ['PUT /new-space', 401, 403, 201, 201],
  ['DELETE /missing', 401, 403, 404, 404],
  ['POST /closed', 401, 403, 405, 405],
  ['POST /acl/closed', 401, 403, 200, 200],
  ['POST /acl/writable?storeID=2', 401, 403, 200, 200],
  ['POST /acl', 401, 403, 405, 405],
  ['PUT /acl', 401, 403, 403, 201],
  ['POST /stores', 401, 403, 403, 405],
  ['PUT /closed/new', 401, 403, 201, 201],
  ['PUT /readable/new', 401, 403, 201, 201],
  ['PUT /writable/new', 401, 201, 201, 201],
  ['PUT /public/new', 401, 403, 201, 201],
  ['POST /writable/item', 401, 200, 200, 200],
  ['POST /readable/item', 401, 403, 200, 200],
  ['DELETE /writable/missing', 401, 404, 404, 404],
  ['DELETE /closed/missing', 401, 403, 404, 404],
  ['DELETE /x-snapshot-metadata/missing', 401, 403, 403, 404],
  ['POST /manifest/closed', 401, 403, 202, 202],
  ['POST /manifest/writable', 401, 202, 202, 202],
]

describe('every route, for every role', () => {
  it.each([...tasks, ...reading, ...writing])('%s', async (request, ...expected) => {
    expect(await statuses(request)).toEqual(expected)
  })

  it('a space of which a snapshot is taken is changed by root alone, but for its ACLs', async () => {
    const root = duraCloudClient(emulator, emulator.worlds.main, 'root')
    await root.post('/acl/public?storeID=2', undefined, { 'x-dura-meta-acl-user': 'WRITE' })
    await root.task('create-snapshot', { spaceId: 'public', description: '', userEmail: 'a@example.org' }, '2')
    expect(await statuses('PUT /public/new?storeID=2')).toEqual([401, 403, 403, 201])
    // The voter reads the store in any spelling; the handler then adds to the primary one.
    expect(await statuses('PUT /public/new?storeid=2')).toEqual([401, 403, 403, 201])
    expect(await statuses('POST /public/item?storeID=2')).toEqual([401, 403, 403, 200])
    expect(await statuses('DELETE /public/missing?storeID=2')).toEqual([401, 403, 403, 404])
    expect(await statuses('POST /acl/public?storeID=2')).toEqual([401, 403, 200, 200])
    expect(await statuses('GET /public/item?storeID=2')).toEqual([401, 403, 200, 200])
    expect(await statuses('PUT /public/newer')).toEqual([401, 403, 201, 201])
  })
})
