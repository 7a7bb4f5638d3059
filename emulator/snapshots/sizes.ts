// How much a state holds.
import type { State } from '../state/state.ts'
import type { SnapshotSizes } from './snapshot.ts'

export function sizesOf(state: State): SnapshotSizes {
  const names = state.tableNames()
  const count = (name: string) => Number(state.query(`SELECT count(*) AS n FROM "${name}"`)[0]?.n)
  const [blobs] = names.includes('pieces')
    ? state.query(
        `SELECT count(*) AS n, coalesce(sum(size), 0) AS bytes
         FROM (SELECT max(doc ->> 'size') AS size FROM pieces GROUP BY doc ->> 'hash')`,
      )
    : []
  return {
    entities: names.reduce((sum, name) => sum + count(name), 0),
    jobs: names.includes('jobs') ? count('jobs') : 0,
    blobs: Number(blobs?.n ?? 0),
    bytes: Number(blobs?.bytes ?? 0),
  }
}
