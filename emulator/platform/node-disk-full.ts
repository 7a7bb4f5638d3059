// What a full disk makes of files and databases: storage that is down, which every vendor has words for.
import { ObjectStoreUnavailable } from '../objects/errors.ts'

/** SQLite's result code. */
const sqliteFull = 13

/** The error itself, where it is of something else. */
export function diskFullAsUnavailable(error: unknown): unknown {
  return isDiskFull(error) ? new ObjectStoreUnavailable('The disk is full', { cause: error }) : error
}

/** Does what writes, and says in the double's words when there is no room for it. @throws {ObjectStoreUnavailable} */
export function writing<R>(work: () => R): R {
  try {
    return work()
  } catch (error) {
    throw diskFullAsUnavailable(error)
  }
}

function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return (Number(error.errcode) & 0xff) === sqliteFull
  return 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
