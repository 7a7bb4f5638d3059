// Letting go of a call's files.
import type { World } from '../../../world.ts'
import { streamS3 } from '../storages/model.ts'
import { egressFiles, type EgressFile } from './model.ts'

/** The subject of a call's uploads that are under way. */
export const uploadsOf = (callCid: string) => `${callCid}/upload`

/** With a call that is deleted for good. Files in an app's own storage stay: they are the app's (§2.5). Within a transaction. */
export function forgetFiles(world: World, callCid: string): void {
  world.jobs.cancel(uploadsOf(callCid))
  for (const file of world.state.table(egressFiles).list({ where: { callCid } })) forgetFile(world, file)
}

/** A call of the same id may come: it does not list the files of this one, which stay where they are. Within a transaction. */
export function forgetEntries(world: World, callCid: string): void {
  for (const { id } of world.state.table(egressFiles).list({ where: { callCid } }))
    world.state.table(egressFiles).delete(id)
}

/** The entry goes now; bytes on Stream's storage go with the job that is scheduled here. Within a transaction. */
export function forgetFile(world: World, { id, storage, folder, filename }: EgressFile): void {
  world.state.table(egressFiles).delete(id)
  world.jobs.cancel(`${id}/expiry`)
  if (storage !== streamS3) return
  world.jobs.schedule({ kind: 'stream.file.delete', dueAt: world.clock.now(), payload: { folder, name: filename } })
}
