import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { basic } from '../../harness/duracloud-client.ts'
import { madeBytes } from '../../harness/conformance/object-store/bytes.ts'
import { createEmulator, type Emulator } from '../index.ts'

let directory: string
let emulator: Emulator
let url: string
let s3Url: string
const problems: string[] = []
const root = { username: 'root', password: 'rpw' }
const headers = { authorization: basic(root) }
const sizes = { small: 1000, large: 2_000_000 }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-damaged-'))
  const onProblem = (message: string, error?: unknown) => void problems.push(`${message}: ${String(error)}`)
  emulator = await createEmulator({ data: directory, port: 0, s3Port: 0, onProblem })
  ;({ url, s3Url } = await emulator.listen())
  await fetch(`${url}/durastore/films`, { method: 'PUT', headers })
  const { objects } = emulator.worlds.main
  await objects.createBucket('open-films')
  for (const [name, size] of Object.entries(sizes)) {
    await objects.put('open-films', name, madeBytes(size), { publicRead: true })
    await fetch(`${url}/durastore/films/${name}`, {
      method: 'PUT',
      headers,
      body: new Blob([madeBytes(size + 1).slice()]),
    })
  }
})
afterAll(async () => {
  await emulator.close()
  await rm(directory, { recursive: true })
})

async function damage(how: (path: string) => Promise<void>): Promise<void> {
  const names = await readdir(join(directory, 'blobs'), { recursive: true })
  for (const name of names.filter((one) => /[0-9a-f]{64}$/.test(one))) await how(join(directory, 'blobs', name))
}

it.each([
  ['shorter than they were', (path: string) => truncate(path, 500)],
  ['gone', (path: string) => rm(path)],
])('files that are %s are storage that failed, in the words of whoever is asked for them', async (_, how) => {
  await damage(how)
  problems.length = 0
  for (const name of Object.keys(sizes)) {
    for (const range of [undefined, { range: 'bytes=600-' }]) {
      const object = await fetch(`${s3Url}/open-films/${name}`, { ...(range && { headers: range }) })
      expect([object.status, await object.text()]).toEqual([503, expect.stringContaining('<Code>ServiceUnavailable<')])
      const content = await fetch(`${url}/durastore/films/${name}`, { headers: { ...headers, ...range } })
      const said = await content.text()
      expect([content.status, said]).toEqual([
        500,
        expect.stringContaining(`Error attempting to get content '${name}'`),
      ])
      expect(said).not.toContain(directory)
    }
  }
  expect(problems).toHaveLength(8)
  expect(problems[0]).toMatch(
    /^Stored bytes of the world main cannot be read: .*(bytes of a stored object are missing|ENOENT)/,
  )
})
