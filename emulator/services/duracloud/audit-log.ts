// `GET /audit/SPACE`: what was done, line by line (§3.8).
import type { World } from '../../world.ts'
import { streamOf } from './all-content.ts'
import { accountName } from './account.ts'
import type { Call } from './call.ts'
import { zonelessDate } from './dates.ts'
import { attempting } from './errors.ts'
import { requireSpace, requireStore } from './find.ts'
import { type AuditEntry, auditLog, type Space } from './model.ts'
import type { PathParameters } from './routes.ts'

const columns: readonly (readonly [name: string, value: (entry: AuditEntry) => string | undefined])[] = [
  ['account', () => accountName],
  ['store-id', ({ storeId }) => storeId],
  ['space-id', ({ spaceId }) => spaceId],
  ['content-id', ({ contentId }) => contentId],
  ['content-md5', ({ md5 }) => md5],
  ['content-size', ({ size }) => size?.toString()],
  ['content-mimetype', ({ mimeType }) => mimeType],
  ['content-properties', ({ properties }) => properties && JSON.stringify(properties)],
  ['space-acls', ({ acls }) => acls && JSON.stringify(acls)],
  ['source-space-id', ({ sourceSpaceId }) => sourceSpaceId],
  ['source-content-id', ({ sourceContentId }) => sourceContentId],
  ['timestamp', ({ at }) => zonelessDate(at)],
  ['action', ({ action }) => action],
  ['username', ({ username }) => username],
]

export function get(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`get audit log for '${spaceId}'`, () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    return new Response(streamOf(lines(call.world, space)), { headers: { 'content-type': 'text/plain' } })
  })
}

async function* lines(world: World, { storeId, spaceId }: Space): AsyncGenerator<string> {
  yield `${columns.map(([name]) => name).join('\t')}\n`
  for (let after = 0; ;) {
    const page = world.state.table(auditLog).list({ where: { storeId, spaceId }, orderBy: 'number', after, limit: 500 })
    for (const entry of page) yield `${columns.map(([, value]) => value(entry) ?? '').join('\t')}\n`
    const last = page.at(-1)
    if (!last) return
    after = last.number
  }
}
