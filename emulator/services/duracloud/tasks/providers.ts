// Which tasks the provider of a store has, in the order in which it lists them (§2.1).
import type { DuraCloudSettings } from '../../../options.ts'
import type { StoreType } from '../model.ts'
import { restoreContent } from './restore-content.ts'
import { getSignedCookiesUrl } from './signed-cookies.ts'
import * as snapshots from './snapshots.ts'
import { setStoragePolicy } from './storage-policy.ts'
import * as streaming from './streaming.ts'
import type { Task } from './task.ts'
import { getHlsUrl, getSignedUrl, getUrl } from './urls.ts'

type Profile = DuraCloudSettings['profile']

interface Listed {
  name: string
  task: Task
  /** Only in these releases; in all when it is missing. */
  only?: '8' | 'wiki'
}

const tasks: Readonly<Record<StoreType, readonly Listed[]>> = {
  AMAZON_S3: [
    { name: 'noop', task: () => 'Success' },
    { name: 'set-storage-policy', task: setStoragePolicy },
    { name: 'enable-streaming', task: streaming.enable('rtmp'), only: 'wiki' },
    { name: 'get-url', task: getUrl, only: 'wiki' },
    { name: 'get-signed-url', task: getSignedUrl, only: 'wiki' },
    { name: 'disable-streaming', task: streaming.disable('rtmp'), only: 'wiki' },
    { name: 'delete-streaming', task: streaming.remove('rtmp'), only: 'wiki' },
    { name: 'enable-hls', task: streaming.enable('hls') },
    { name: 'get-url-hls', task: getHlsUrl },
    { name: 'get-signed-cookies-url', task: getSignedCookiesUrl },
    { name: 'disable-hls', task: streaming.disable('hls') },
    { name: 'delete-hls', task: streaming.remove('hls') },
  ],
  AMAZON_GLACIER: [{ name: 'restore-content', task: restoreContent }],
  CHRONOPOLIS: [
    { name: 'create-snapshot', task: snapshots.createSnapshot },
    { name: 'get-snapshot', task: snapshots.getSnapshot },
    { name: 'cleanup-snapshot', task: snapshots.cleanupSnapshot },
    { name: 'complete-snapshot', task: snapshots.completeSnapshotTask },
    { name: 'get-snapshots', task: snapshots.getSnapshots },
    { name: 'get-snapshots-totals', task: snapshots.getSnapshotsTotals, only: '8' },
    { name: 'get-snapshot-contents', task: snapshots.getSnapshotContents },
    { name: 'get-snapshot-history', task: snapshots.getSnapshotHistory },
    { name: 'restart-snapshot', task: snapshots.restartSnapshot },
    { name: 'restore-snapshot', task: snapshots.restoreSnapshot },
    { name: 'request-restore-snapshot', task: snapshots.requestRestoreSnapshot },
    { name: 'complete-restore', task: snapshots.completeRestore },
    { name: 'get-restore', task: snapshots.getRestore },
    { name: 'complete-cancel-snapshot', task: snapshots.completeCancelSnapshot },
  ],
}

/** The same list each time. */
export function tasksOf(type: StoreType, profile: Profile): readonly { name: string; task: Task }[] {
  const key = `${type} ${profile}`
  const known = lists.get(key)
  if (known) return known
  const list = tasks[type].filter(({ only }) => only === undefined || profile === 'all' || only === profile)
  lists.set(key, list)
  return list
}

const lists = new Map<string, readonly Listed[]>()
