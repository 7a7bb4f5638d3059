// `HEAD` and `POST /acl/SPACE`: who may read and write a space (§3.3).
import { answerText } from '../../exchange.ts'
import { record } from './audit.ts'
import type { Call } from './call.ts'
import { attempting, refuse } from './errors.ts'
import { requireSpace, requireStore } from './find.ts'
import { propertiesOfRequest, setProperties } from './headers.ts'
import { type Access, spaces } from './model.ts'
import type { PathParameters } from './routes.ts'

/** `HEAD /acl/SPACE` */
export function get(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`retrieve space ACLs for '${spaceId}'`, () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    const headers = new Headers()
    const named = Object.entries(space.acls).map(([name, access]) => [`acl-${name}`, access])
    setProperties(headers, Object.fromEntries(named))
    return new Response(null, { headers })
  })
}

/** `POST /acl/SPACE`: what the headers say takes the place of all that was said before. */
export function update(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`update space ACLs for '${spaceId}'`, () => {
    const { world, caller } = call
    const acls = aclsOfRequest(call.request.headers)
    const space = requireSpace(world, requireStore(call), spaceId)
    world.state.transaction(() => {
      world.state.table(spaces).update(space.id, { acls })
      record(world, space, { action: 'UPDATE_SPACE_ACLS', acls, username: caller.name ?? '' })
    })
    return answerText(call.exchange, 200, `Space ${spaceId} ACLs updated successfully`, {
      'content-type': 'text/plain',
    })
  })
}

/** @throws {DuraCloudError} 500, for a value that is neither READ nor WRITE */
function aclsOfRequest(headers: Headers): Record<string, Access> {
  const acls: Record<string, Access> = {}
  for (const [name, value] of Object.entries(propertiesOfRequest(headers))) {
    if (!name.startsWith('acl-')) continue
    if (value !== 'READ' && value !== 'WRITE')
      throw refuse(500, `No enum constant org.duracloud.common.model.AclType.${value}`)
    Object.defineProperty(acls, name.slice('acl-'.length), {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return acls
}
