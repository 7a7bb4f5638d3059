// `GET /bit-integrity/SPACE`: the report of the last check of all checksums (§3.9).
import type { World } from '../../world.ts'
import { accountName } from './account.ts'
import { allContent, lengthOf, streamOf } from './all-content.ts'
import type { Call } from './call.ts'
import { dayLength, zonelessDate } from './dates.ts'
import { Cause, refuse } from './errors.ts'
import { requireSpace, requireStore } from './find.ts'
import type { Space, Store } from './model.ts'
import type { PathParameters } from './routes.ts'

/** How often a space is checked; a new one waits as long for its first report. */
const period = 14 * dayLength

const columns = [
  'date-checked',
  'account',
  'store-id',
  'store-type',
  'space-id',
  'content-id',
  'result',
  'content-checksum',
  'provider-checksum',
  'manifest-checksum',
  'details',
]

export async function get(call: Call, { spaceId }: PathParameters): Promise<Response> {
  const { store, space } = asked(call, spaceId)
  const checkedAt = lastCheck(call.world, space)
  if (checkedAt === undefined) return new Response(null, { status: 204 })
  const headers = {
    'content-type': 'text/tab-separated-values',
    // Bytes of a double do not rot.
    'bit-integrity-report-result': 'SUCCESS',
    'bit-integrity-report-completion-date': zonelessDate(checkedAt),
    'content-length': String(await lengthOf(lines(call.world, store, space, checkedAt))),
  }
  if (call.method === 'HEAD') return new Response(null, { headers })
  return new Response(streamOf(lines(call.world, store, space, checkedAt)), { headers })
}

function asked(call: Call, spaceId: string): { store: Store; space: Space } {
  try {
    const store = requireStore(call)
    return { store, space: requireSpace(call.world, store, spaceId) }
  } catch (error) {
    if (error instanceof Cause) throw refuse(404, `Space with ID ${spaceId} does not exist`)
    throw error
  }
}

function lastCheck({ clock }: World, { createdAt }: Space): number | undefined {
  const checks = Math.floor((clock.now() - createdAt) / period)
  return checks < 1 ? undefined : createdAt + checks * period
}

async function* lines(world: World, store: Store, space: Space, checkedAt: number): AsyncGenerator<string> {
  yield `${columns.join('\t')}\n`
  for await (const { key, md5, etag, lastModified } of allContent(world, space)) {
    if (lastModified > checkedAt) continue
    const checksum = md5 ?? etag
    const row = [zonelessDate(checkedAt), accountName, store.id, store.type, space.spaceId, key, 'SUCCESS']
    yield `${[...row, checksum, checksum, checksum, ''].join('\t')}\n`
  }
}
