// restore-content: brings content in Glacier within reach (§2.6). Its parameter is no JSON.
import { archiveState, retrieve } from '../archive.ts'
import { Cause, refuse } from '../errors.ts'
import { requireContent } from '../find.ts'
import { requireTaskSpace, type TaskCall } from './task.ts'

const malformed = () => refuse(500, "A path including a space ID and an content ID (separated by a '/') is required.")

export async function restoreContent({ world, store, body: { text: body } }: TaskCall): Promise<string> {
  if (body === '') throw malformed()
  const slash = body.indexOf('/')
  // Java's substring is asked for what is before nothing.
  if (slash === -1) throw refuse(500, `begin 0, end -1, length ${body.length}`)
  const spaceId = body.slice(0, slash)
  const contentId = body.slice(slash + 1)
  if (spaceId === '' || contentId === '') throw malformed()
  const space = requireTaskSpace(world, store, spaceId)
  try {
    const head = await requireContent(world, space, contentId)
    const state = archiveState(world, space, head)
    if (state === 'being retrieved') throw refuse(409, `Restore is already in progress for ${spaceId}/${contentId}`)
    if (state === 'archived') retrieve(world, space, head)
  } catch (error) {
    // Whatever else S3 says, the task succeeds: also for content that is not there.
    if (!(error instanceof Cause)) throw error
  }
  return `Request to restore content item ${contentId} in space ${spaceId} was successful.`
}
