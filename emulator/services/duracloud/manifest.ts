// The manifest of a space: what is in it, with its checksums (§3.7).
import { answerText } from '../../exchange.ts'
import type { Job } from '../../time/jobs.ts'
import type { World } from '../../world.ts'
import { allContent, streamOf } from './all-content.ts'
import type { Call } from './call.ts'
import { context } from './call.ts'
import { dashedDate } from './dates.ts'
import { Cause, refuse } from './errors.ts'
import { findSpace, primaryStore, requireStore } from './find.ts'
import { type Space, spaces, type Store } from './model.ts'
import type { PathParameters } from './routes.ts'
import { createSpace } from './space-life.ts'

const formats = ['TSV', 'BAGIT', 'EXTENDED_TSV'] as const
type Format = (typeof formats)[number]

const mimeTypes: Readonly<Record<Format, string>> = {
  TSV: 'text/tab-separated-values',
  BAGIT: 'text/bagit',
  EXTENDED_TSV: 'text/tab-separated-values',
}

/** Where manifests that were asked for by POST are put, in the primary store. */
const adminSpace = 'x-duracloud-admin'

/** `GET /manifest/SPACE` */
export function get(call: Call, { spaceId }: PathParameters): Response {
  const { space, format, given } = asked(call, spaceId)
  // The name is checked in upper case and then used as it came.
  if (given !== format) throw refuse(500, `No enum constant org.duracloud.common.constant.ManifestFormat.${given}`)
  const headers = { 'content-type': mimeTypes[format] }
  return new Response(streamOf(lines(call.world, space, format)), { headers })
}

/** `POST /manifest/SPACE`: 202, and the manifest appears, compressed, where the answer says. */
export function generate(call: Call, { spaceId }: PathParameters): Response {
  const { world, exchange } = call
  const { store, space, format } = asked(call, spaceId)
  const date = dashedDate(world.clock.now())
  const contentId = `generated-manifests/manifest-${spaceId}_${store.type.toLowerCase()}_${date}.txt.gz`
  world.jobs.schedule({
    kind: 'duracloud.manifest',
    dueAt: world.clock.now(),
    payload: { id: space.id, format, contentId },
  })
  const prefix = exchange.prefix === undefined ? '' : `/w/${exchange.prefix}`
  const location = `${exchange.origin}${prefix}${context}/${adminSpace}/${contentId}`
  return answerText(
    exchange,
    202,
    `We are processing your manifest generation request. To retrieve your file, please poll the URI in the Location header of this response: (${location}).`,
    { 'content-type': 'text/plain', location },
  )
}

async function doGenerate({ payload }: Job, world: World): Promise<void> {
  const { id, format, contentId } = payload as { id: string; format: Format; contentId: string }
  const space = world.state.table(spaces).get(id)
  if (!space) return
  const target = await createSpace(world, primaryStore(), adminSpace, { acls: {}, username: 'root' })
  const compressed = streamOf(lines(world, space, format)).pipeThrough(new CompressionStream('gzip'))
  await world.objects.put(target.bucket, contentId, compressed, { contentType: mimeTypes[format] })
}

export const manifestJobs = { 'duracloud.manifest': doGenerate }

/** @throws {DuraCloudError} 400 for a store or format that is none, 404 for a space */
function asked(call: Call, spaceId: string): { store: Store; space: Space; format: Format; given: string } {
  const given = call.query.get('format') ?? 'TSV'
  const format = formats.find((name) => name === given.toUpperCase())
  if (!format) {
    const known = formats.map((name) => `'${name}'`).join(', ')
    throw refuse(400, `Invalid manifest format: ${given} Allowable formats are: ${known}`)
  }
  const store = storeOfDomain(call)
  const space = findSpace(call.world, store, spaceId)
  if (!space) {
    throw refuse(404, `there is no manifest for space: ${spaceId} where storeId = ${store.id} : no such space exists.`)
  }
  return { store, space, format, given }
}

function storeOfDomain(call: Call): Store {
  try {
    return requireStore(call)
  } catch (error) {
    if (!(error instanceof Cause)) throw error
    throw refuse(400, `The storeId you supplied (${call.query.get('storeID')}) is not associated with this domain.`)
  }
}

async function* lines(world: World, space: Space, format: Format): AsyncGenerator<string> {
  const columns = ['space-id', 'content-id', 'MD5']
  if (format === 'TSV') yield `${columns.join('\t')}\n`
  if (format === 'EXTENDED_TSV') yield `${[...columns, 'content-size', 'mime-type'].join('\t')}\n`
  for await (const { key, md5, etag, size, contentType } of allContent(world, space)) {
    const checksum = md5 ?? etag
    const row = [space.spaceId, key, checksum]
    if (format === 'BAGIT') yield `${checksum}  ${space.spaceId}/${key}\n`
    else yield `${(format === 'TSV' ? row : [...row, String(size), contentType]).join('\t')}\n`
  }
}
