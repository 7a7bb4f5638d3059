// DuraCloud: content is put, put again and deleted; and snapshots are taken of spaces.
import { createHash } from 'node:crypto'
import { mainCredentials } from '../../../emulator/credentials.ts'
import { clientAs, type DuraCloudClient } from '../../duracloud-client.ts'
import { enoughWrong, eventually, type Lane } from '../lane.ts'
import type { RunningDouble } from '../running-double.ts'

const admin = mainCredentials.duracloud[1]

function clientOf({ url }: RunningDouble): DuraCloudClient {
  return clientAs({ fetch: (request) => fetch(request), url }, admin)
}

/** Of a version; no two are alike, and some are larger than what is written at once. */
function bytesOf(version: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(100 + ((version * 7919) % 400_000))
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (version * 31 + at * (1 + (version % 5))) % 251
  return bytes
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** Put, put again, deleted: version 0 is none. */
export function content(): Lane {
  const possible = new Map<string, number[]>()
  let version = 0
  let acknowledged = 0
  const lane: Lane = {
    name: 'content',
    acknowledged: () => acknowledged,
    async prepare(double) {
      await clientOf(double).put('/crash-space')
    },
    async work(double) {
      version += 1
      const id = `item-${version % 7}`
      const next = version % 6 === 0 ? 0 : version
      possible.set(id, [...(possible.get(id) ?? [0]), next])
      const client = clientOf(double)
      const path = `/crash-space/${id}`
      const { status } = next === 0 ? await client.delete(path) : await client.put(path, bytesOf(next))
      const isDone = status === 200 || status === 201 || (next === 0 && status === 404)
      if (!isDone) throw new Error(`${status} for ${path}`)
      acknowledged += 1
      possible.set(id, [next])
    },
    async check(double) {
      const client = clientOf(double)
      const wrong: string[] = []
      for (const [id, versions] of possible) {
        const { status, bytes, headers } = await client.get(`/crash-space/${id}`)
        const found = versions.find((one) => (one === 0 ? status === 404 : md5(bytesOf(one)) === md5(bytes)))
        if (found === undefined)
          wrong.push(`${id} is ${status} with ${bytes.length} bytes, and none of its versions ${versions.join()}`)
        else possible.set(id, [found])
        if (status === 200 && headers.get('content-md5') !== md5(bytes))
          wrong.push(`${id} says another checksum than it has`)
      }
      return wrong
    },
    settle: (double) => lane.check(double),
  }
  return lane
}

/** Of a space each, which are small; at the end all are complete, each of their steps taken once. */
export function snapshots(): Lane {
  const taken: string[] = []
  let number = 0
  const get = async (double: RunningDouble, snapshotId: string): Promise<Record<string, unknown>> => {
    const { text, status } = await clientOf(double).task('get-snapshot', { snapshotId }, '2')
    return status === 200 ? (JSON.parse(text) as Record<string, unknown>) : { status: `${status} ${text}` }
  }
  return {
    name: 'snapshots',
    acknowledged: () => taken.length,
    async work(double) {
      number += 1
      const client = clientOf(double)
      const spaceId = `snapped-${number}`
      await client.put(`/${spaceId}?storeID=2`)
      for (const item of ['a.txt', 'b.txt']) await client.put(`/${spaceId}/${item}?storeID=2`, `${item} of ${spaceId}`)
      const asked = { spaceId, description: spaceId, userEmail: 'jane@example.org' }
      const { status, text } = await client.task('create-snapshot', asked, '2')
      if (status !== 200) return
      const { snapshotId } = JSON.parse(text) as { snapshotId: string }
      taken.push(snapshotId)
    },
    async check(double) {
      const wrong: string[] = []
      for (const id of taken.slice(-10)) {
        const { status } = await get(double, id)
        if (!/^[A-Z_]+$/.test(String(status))) wrong.push(`the snapshot ${id} is gone: ${String(status)}`)
      }
      return wrong
    },
    async settle(double) {
      const wrong: string[] = []
      for (const id of taken) {
        if (wrong.length >= enoughWrong) break
        const complete = await eventually(
          () => get(double, id),
          ({ status }) => status === 'CLEANING_UP' || status === 'SNAPSHOT_COMPLETE',
        )
        if (!complete) wrong.push(`the snapshot ${id} stays ${String((await get(double, id))['status'])}`)
        const { text } = await clientOf(double).task(
          'get-snapshot-history',
          { snapshotId: id, pageNumber: 0, pageSize: 100 },
          '2',
        )
        const staged = text.split('SNAPSHOT_STAGED').length - 1
        if (staged !== 1) wrong.push(`the snapshot ${id} was staged ${staged} times`)
      }
      return wrong
    },
  }
}
