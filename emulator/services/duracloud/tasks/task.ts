// What a task is: a name, and what it does with the text it is sent.
import type { World } from '../../../world.ts'
import type { Caller } from '../auth.ts'
import { refuse } from '../errors.ts'
import { findSpace } from '../find.ts'
import { type Space, spaces, type Store } from '../model.ts'
import type { TaskBody } from './first-value.ts'

export interface TaskCall {
  readonly name: string
  readonly world: World
  readonly store: Store
  readonly caller: Caller
  /** The parameters as they were sent. */
  readonly body: TaskBody
}

/** Answers the text of the 200. @throws {DuraCloudError} see §2.3 */
export type Task = (call: TaskCall) => string | Promise<string>

/** 400: the task is one of the provider's, and cannot run as it was asked to. */
export const notAsRequested = ({ name }: TaskCall, reason: string) =>
  refuse(400, `Execution of task ${name} is not supported as requested. ${reason}`)

/** Bad parameters are the server's error, not the client's (§2.3). */
export const emptyParameters = () => refuse(500, 'Task parameter values may not be empty')

/** @throws {DuraCloudError} 500 */
export function requireParameter(value: string | null, refusal = emptyParameters): string {
  if (value === null || value === '') throw refusal()
  return value
}

/** @throws {DuraCloudError} 500: to a task, a space that is missing is an error like any other */
export function requireTaskSpace(world: World, store: Store, spaceId: string): Space {
  const space = findSpace(world, store, spaceId)
  if (!space) throw noTaskSpace(world, store, spaceId)
  return space
}

/** The server turns each period into `[.]` once for every bucket that it compares with, and shows what comes of it. */
function noTaskSpace(world: World, store: Store, spaceId: string) {
  const buckets = world.state.table(spaces).count({ storeId: store.id })
  const period = `${'['.repeat(buckets)}.${']'.repeat(buckets)}`
  return refuse(500, `No S3 bucket found matching spaceID: ${spaceId.replaceAll('.', period)}`)
}
