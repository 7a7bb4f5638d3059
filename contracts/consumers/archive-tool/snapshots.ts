// The tasks of the snapshot provider, in the order of a snapshot's life.
import { expect } from 'vitest'
import {
  duracloud,
  eachLike,
  epochMs,
  injected,
  integer,
  like,
  matching,
  oneOf,
  type PactOptions,
  plain,
  taskResult,
  text,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'

const aSnapshotId = matching('^[\\w.-]+_2_letters_\\d{4}(-\\d\\d){5}$', 'local_2_letters_2026-01-31-10-20-30')
const aRestoreId = matching('^[\\w.-]+_2_letters_\\d{4}(-\\d\\d){5}$', 'local_2_letters_2026-02-01-09-00-00')
const aRestoredSpace = matching('^letters-\\d{4}(-\\d\\d){5}$', 'letters-2026-01-31-10-20-30')
const userEmail = 'archivist@example.org'

export function snapshotContracts(pact: PactOptions): void {
  const contract = contractsOf(duracloud(pact), storeOf)
  const asRoot = contractsOf(duracloud(pact), (server) => storeOf(server, 'root'))
  const inStore = { storeID: '2' }

  const wish = { spaceId: 'letters', description: 'Letters of May', userEmail }
  contract(
    'the task create-snapshot',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters', store: 'CHRONOPOLIS' })
        .post('/task/create-snapshot')
        .query(inStore)
        .json(wish)
        .willRespondWith(200, plain(taskResult({ snapshotId: aSnapshotId, status: 'INITIALIZED' }))),
    (store) => store.task('create-snapshot', wish, '2'),
    expect.objectContaining({ status: 'INITIALIZED' }),
  )
  contract.refused(
    'the task create-snapshot of an empty space',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters', store: 'CHRONOPOLIS' })
        .post('/task/create-snapshot')
        .query(inStore)
        .json(wish)
        .willRespondWith(409, plain('A snapshot of an empty space may not be taken.')),
    (store) => store.task('create-snapshot', wish, '2'),
    { status: 409 },
  )
  contract.refused(
    'the task create-snapshot, once more',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters', status: 'INITIALIZED' })
        .post('/task/create-snapshot')
        .query(inStore)
        .as('root')
        .json(wish)
        .willRespondWith(
          409,
          plain(
            matching(
              '^A snapshot \\([^)]+\\) \\+ is already underway for this space \\(letters\\)$',
              'A snapshot (local_2_letters_2026-01-31-10-20-30) + is already underway for this space (letters)',
            ),
          ),
        ),
    (store) => store.task('create-snapshot', wish, '2'),
    { status: 409 },
  )
  contract(
    'the task get-snapshot',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters', description: 'Letters of May' })
        .post('/task/get-snapshot')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId') })
        .willRespondWith(
          200,
          plain(
            taskResult({
              snapshotId: aSnapshotId,
              snapshotDate: epochMs(),
              status: 'SNAPSHOT_COMPLETE',
              sourceHost: text('example.duracloud.org'),
              sourceSpaceId: 'letters',
              sourceStoreId: '2',
              description: 'Letters of May',
              contentItemCount: integer(2),
              totalSizeInBytes: integer(315),
              memberId: text('example-member'),
              alternateIds: [],
            }),
          ),
        ),
    (store, { snapshotId }) => store.task('get-snapshot', { snapshotId }, '2'),
    expect.objectContaining({ status: 'SNAPSHOT_COMPLETE', contentItemCount: 2 }),
  )
  contract(
    'the task get-snapshots',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters', description: 'Letters of May' })
        .post('/task/get-snapshots')
        .query(inStore)
        .willRespondWith(
          200,
          plain(
            taskResult({
              snapshots: eachLike({
                snapshotId: aSnapshotId,
                description: 'Letters of May',
                sourceSpaceId: 'letters',
                sourceStoreId: '2',
                status: oneOf('SNAPSHOT_COMPLETE', 'CLEANING_UP'),
              }),
            }),
          ),
        ),
    (store) => store.task('get-snapshots', undefined, '2'),
    { snapshots: [expect.objectContaining({ status: 'SNAPSHOT_COMPLETE' })] },
  )
  contract(
    'the task get-snapshots-totals',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters' })
        .post('/task/get-snapshots-totals')
        .query(inStore)
        .json({ status: 'SNAPSHOT_COMPLETE' })
        .willRespondWith(200, plain(taskResult({ totalCount: 1, totalSize: integer(315), totalFiles: integer(2) }))),
    (store) => store.task('get-snapshots-totals', { status: 'SNAPSHOT_COMPLETE' }, '2'),
    { totalCount: 1, totalSize: 315, totalFiles: 2 },
  )
  contract(
    'the task get-snapshot-contents',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters', contentIds: ['may.txt'] })
        .post('/task/get-snapshot-contents')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId'), pageNumber: 0, pageSize: 10, prefix: 'may' })
        .willRespondWith(
          200,
          plain(
            taskResult({
              totalCount: 2,
              contentItems: [{ contentId: 'may.txt', contentProperties: like({}) }],
            }),
          ),
        ),
    (store, { snapshotId }) =>
      store.task('get-snapshot-contents', { snapshotId, pageNumber: 0, pageSize: 10, prefix: 'may' }, '2'),
    { totalCount: 2, contentItems: [{ contentId: 'may.txt', contentProperties: {} }] },
  )
  contract(
    'the task get-snapshot-history',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters' })
        .post('/task/get-snapshot-history')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId'), pageNumber: 0, pageSize: 10 })
        .willRespondWith(
          200,
          plain(
            taskResult({
              totalCount: 3,
              historyItems: eachLike({
                historyDate: epochMs(),
                history: matching(
                  "^\\[\\{'snapshot-action':'SNAPSHOT_\\w+'\\}.*\\]$",
                  "[{'snapshot-action':'SNAPSHOT_COMPLETED'},{'snapshot-id':'local_2_letters_2026-01-31-10-20-30'}]",
                ),
              }),
            }),
          ),
        ),
    (store, { snapshotId }) => store.task('get-snapshot-history', { snapshotId, pageNumber: 0, pageSize: 10 }, '2'),
    expect.objectContaining({ totalCount: 3 }),
  )
  contract(
    'the task restart-snapshot',
    (api) =>
      api
        .given('a snapshot failed', { spaceId: 'letters' })
        .post('/task/restart-snapshot')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId') })
        .willRespondWith(
          200,
          plain(taskResult({ description: 'successfully restarted snapshot: INITIALIZED', status: 'INITIALIZED' })),
        ),
    (store, { snapshotId }) => store.task('restart-snapshot', { snapshotId }, '2'),
    expect.objectContaining({ status: 'INITIALIZED' }),
  )
  contract(
    'the task cleanup-snapshot',
    (api) =>
      api
        .given('a snapshot is waiting to be cleaned up', { spaceId: 'letters' })
        .post('/task/cleanup-snapshot')
        .query(inStore)
        .json({ spaceId: 'letters' })
        .willRespondWith(200, plain(taskResult({ contentExpirationDays: 1 }))),
    (store) => store.task('cleanup-snapshot', { spaceId: 'letters' }, '2'),
    { contentExpirationDays: 1 },
  )
  contract(
    'the task complete-snapshot',
    (api) =>
      api
        .given('a snapshot is waiting to be cleaned up', { spaceId: 'letters' })
        .post('/task/complete-snapshot')
        .query(inStore)
        .json({ spaceId: 'letters' })
        .willRespondWith(200, plain(taskResult({ result: 'Snapshot complete was successful' }))),
    (store) => store.task('complete-snapshot', { spaceId: 'letters' }, '2'),
    { result: 'Snapshot complete was successful' },
  )
  contract(
    'the task complete-cancel-snapshot',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters', status: 'INITIALIZED' })
        .post('/task/complete-cancel-snapshot')
        .query(inStore)
        .json({ spaceId: 'letters' })
        .willRespondWith(200, plain(taskResult({ result: 'completed cancellation for letters' }))),
    (store) => store.task('complete-cancel-snapshot', { spaceId: 'letters' }, '2'),
    { result: 'completed cancellation for letters' },
  )
  contract(
    'the task request-restore-snapshot',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters' })
        .post('/task/request-restore-snapshot')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId'), userEmail })
        .willRespondWith(200, plain(taskResult({ description: 'Your request has been sent.' }))),
    (store, { snapshotId }) => store.task('request-restore-snapshot', { snapshotId, userEmail }, '2'),
    { description: 'Your request has been sent.' },
  )
  asRoot(
    'the task restore-snapshot',
    (api) =>
      api
        .given('a snapshot exists', { spaceId: 'letters' })
        .post('/task/restore-snapshot')
        .as('root')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId'), userEmail })
        .willRespondWith(
          200,
          plain(taskResult({ restoreId: aRestoreId, status: 'RETRIEVING_FROM_STORAGE', spaceId: aRestoredSpace })),
        ),
    (store, { snapshotId }) => store.task('restore-snapshot', { snapshotId, userEmail }, '2'),
    expect.objectContaining({ status: 'RETRIEVING_FROM_STORAGE' }),
  )
  const aRestore = (status: string, ended: boolean) => ({
    restoreId: aRestoreId,
    snapshotId: aSnapshotId,
    status,
    startDate: epochMs(),
    endDate: ended ? epochMs() : null,
    expirationDate: ended ? epochMs() : null,
    statusText: text('Completed transfer to duracloud on: 2026-02-01T09:08:00.000Z'),
    destinationHost: text('example.duracloud.org'),
    destinationPort: integer(443),
    destinationStoreId: '2',
    destinationSpaceId: aRestoredSpace,
  })
  contract(
    'the task get-restore',
    (api) =>
      api
        .given('a restore is complete', { spaceId: 'letters' })
        .post('/task/get-restore')
        .query(inStore)
        .json({ restoreId: injected('restoreId') })
        .willRespondWith(200, plain(taskResult(aRestore('RESTORATION_COMPLETE', true)))),
    (store, { restoreId }) => store.task('get-restore', { restoreId }, '2'),
    expect.objectContaining({ status: 'RESTORATION_COMPLETE' }),
  )
  contract(
    'the task get-restore by its snapshot',
    (api) =>
      api
        .given('a restore is complete', { spaceId: 'letters' })
        .post('/task/get-restore')
        .query(inStore)
        .json({ snapshotId: injected('snapshotId') })
        .willRespondWith(200, plain(taskResult(aRestore('RESTORATION_COMPLETE', true)))),
    (store, { snapshotId }) => store.task('get-restore', { snapshotId }, '2'),
    expect.objectContaining({ destinationPort: 443 }),
  )
  contract(
    'the task complete-restore',
    (api) =>
      api
        .given('a restore is running', { spaceId: 'letters' })
        .post('/task/complete-restore')
        .query(inStore)
        .json({ spaceId: injected('restoredSpaceId'), daysToExpire: 30 })
        .willRespondWith(200, plain(taskResult({ result: 'Complete restore was successful' }))),
    (store, { restoredSpaceId }) => store.task('complete-restore', { spaceId: restoredSpaceId, daysToExpire: 30 }, '2'),
    { result: 'Complete restore was successful' },
  )
}
