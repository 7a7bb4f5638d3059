// Segments of dots: DuraStore's firewall refuses a path that is not normal before anybody is asked who they are (§3.4).
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { basic } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  await emulator.listen()
})
afterAll(() => emulator.close())

interface Sent {
  method?: string
  authorization?: string | undefined
}

/** As it stands, which `fetch` would not leave it. */
function send(path: string, { method = 'GET', authorization = rootOf(emulator) }: Sent = {}) {
  const { hostname, port } = new URL(emulator.url)
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers: { authorization } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
    })
    asked.on('error', reject).end()
  })
}

function rootOf({ worlds }: Emulator): string {
  const [root] = worlds.main.credentials.duracloud
  return root ? basic(root) : ''
}

it.each([
  '/durastore/my-space/../spaces',
  '/durastore/x/../../durastore/spaces',
  '/durastore/my-space/./a',
  '/durastore/my-space/a/..',
  '/durastore/my-space/%2e%2e/spaces',
  '/durastore/my-space/a%2F..%2Fb',
  '/w/main/durastore/../durastore/spaces',
])('%s is refused, whoever asks', async (path) => {
  const refused = { status: 400, text: expect.stringContaining('the URL was not normalized') }
  expect(await send(path)).toEqual(refused)
  expect(await send(path, { authorization: 'Basic bm9ib2R5OmFueXRoaW5n' })).toEqual(refused)
})

it('stores nothing under the name that the dots would lead to', async () => {
  expect(await send('/durastore/my-space/films/../there', { method: 'PUT' })).toMatchObject({ status: 400 })
  expect(await send('/durastore/my-space/there', { method: 'HEAD' })).toMatchObject({ status: 404 })
  const [, entry] = emulator.worlds.main.journal.list({ limit: 2 }).entries
  expect(entry?.request.url).toContain('/durastore/my-space/films/../there')
})

it.each(['/durastore/my-space/...', '/durastore/my-space/.a', '/durastore/my-space/%252e%252e'])(
  '%s names content',
  async (path) => {
    expect(await send(path, { method: 'PUT' })).toMatchObject({ status: 201 })
    expect(await send(path)).toMatchObject({ status: 200 })
  },
)

it('asks nothing of the query', async () => {
  expect(await send('/durastore/spaces?prefix=/../a')).toMatchObject({ status: 200 })
})
