// All that a world says of itself, as text: what its services answer to those who read, its objects with their bytes, its jobs and clock.
import { createHash } from 'node:crypto'
import type { Emulator, World } from '../../../emulator/index.ts'
import { duraCloudClient } from '../../duracloud-client.ts'
import { streamClient } from '../../stream-client.ts'
import { telestreamClient } from '../../telestream-client.ts'

export async function dump(emulator: Emulator, world: World): Promise<string> {
  const lines: string[] = []
  const { fetch, url } = emulator
  const now = () => world.clock.now()

  const telestream = telestreamClient({ fetch, url, credentials: world.credentials.telestream, now })
  for (const path of ['/factories', '/videos', '/encodings', '/profiles']) {
    const { status, text } = await telestream.get(`${path}.json`)
    lines.push(`telestream ${path} ${status} ${text}`)
  }

  const duracloud = duraCloudClient(emulator, world, 'root')
  const { text: spaces } = await duracloud.get('/spaces')
  lines.push(`duracloud /spaces ${spaces}`)
  for (const [, space = ''] of spaces.matchAll(/ id="([^"]+)"/g)) {
    const { text } = await duracloud.get(`/${space}`)
    const acl = await duracloud.head(`/acl/${space}`)
    lines.push(`duracloud /${space} ${text}`, `duracloud /acl/${space} ${namedHeaders(acl.headers)}`)
    for (const [, id = ''] of text.matchAll(/<item>([^<]*)<\/item>/g)) {
      const content = await duracloud.get(`/${space}/${encodeURIComponent(id)}`)
      lines.push(`duracloud /${space}/${id} ${namedHeaders(content.headers)} ${sha256(content.bytes)}`)
    }
  }

  const stream = await streamClient(emulator, world)
  for (const path of ['/api/v2/video/calltypes', '/api/v2/external_storage', '/api/v2/app'])
    lines.push(`stream ${path} ${withoutDuration((await stream.get(path)).text)}`)
  for (const [path, body] of [
    ['/api/v2/video/calls', { sort: [{ field: 'created_at', direction: 1 }] }],
    ['/api/v2/users', undefined],
  ] as const) {
    const { text } = body
      ? await stream.post(path, body)
      : await stream.get(`${path}?payload=${encodeURIComponent(JSON.stringify({ filter_conditions: {} }))}`)
    lines.push(`stream ${path} ${withoutDuration(text)}`)
  }

  const { objects } = world
  for (const { name, ...bucket } of await objects.listBuckets()) {
    lines.push(`bucket ${name} ${JSON.stringify(bucket)}`)
    for (let after: string | undefined, more = true; more;) {
      const page = await objects.list(name, after === undefined ? {} : { after })
      for (const { key } of page.objects) {
        const { head, body } = await objects.get(name, key)
        const bytes = new Uint8Array(await new Response(body).arrayBuffer())
        lines.push(`object ${JSON.stringify(head)} ${sha256(bytes)}`)
      }
      after = page.next
      more = after !== undefined
    }
  }
  lines.push(`clock ${world.clock.mode} ${now()}`, `jobs ${JSON.stringify(world.jobs.list())}`)
  return lines.join('\n')
}

/** The rows as they are kept, and what is kept beside them. Two copies differ in who they belong to. */
export function rowsOf({ state }: World): string {
  const tables = state.tableNames().filter((table) => table !== 'claims')
  const parts = tables.map((table) => [table, [...state.lines.read({ kind: 'rows', table })].join('')])
  const counts = [...state.lines.read({ kind: 'counts' })].join('')
  const meta = [...state.lines.read({ kind: 'meta' })].filter(
    (line) => !/^\{"key":"(credentials|beginning|seed|clock|snapshot|former\/.*|stream\/cdn-secret)"/.test(line),
  )
  return JSON.stringify([parts.filter(([, rows]) => rows !== ''), counts, meta], null, 1)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function namedHeaders(headers: Headers): string {
  return [...headers]
    .filter(([name]) => !/^(date|x-request-id|connection|keep-alive)$/.test(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

function withoutDuration(text: string): string {
  return text.replace(/"duration":"[^"]*"/g, '"duration":""')
}
