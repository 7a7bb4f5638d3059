import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'
import { createEmulator, type Emulator } from '../emulator.ts'

let emulator: Emulator
let url: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  ;({ url } = await emulator.listen())
  await emulator.worlds.create({ name: 'w1' })
})
afterAll(() => emulator.close())

async function variables(args: readonly string[], env?: Record<string, string>): Promise<Record<string, string>> {
  const { status, stdout, stderr } = await runCli(['env', '--format', 'json', ...args], env)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout) as Record<string, string>
}

test('asks the running double', async () => {
  expect(await variables(['--url', url])).toMatchObject({
    STUNTDOUBLE_URL: url,
    AWS_ENDPOINT_URL_S3: emulator.s3Url,
    TELESTREAM_ACCESS_KEY: 'your-access-key',
  })
})

test('asks for another world, by its name or by its URL', async () => {
  const expected = {
    STUNTDOUBLE_URL: `${url}/w/w1`,
    TELESTREAM_ACCESS_KEY: emulator.worlds.get('w1')?.credentials.telestream.accessKey,
  }
  expect(await variables(['--url', url, '--world', 'w1'])).toMatchObject(expected)
  expect(await variables([], { STUNTDOUBLE_URL: `${url}/w/w1` })).toMatchObject(expected)
})

test('prints what a double would have that is started with the defaults, and says so', async () => {
  const { status, stdout, stderr } = await runCli(['env', '--url', 'http://127.0.0.1:1'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^STUNTDOUBLE_URL=http:\/\/127\.0\.0\.1:1\n/)
  expect(stderr).toBe(
    'No double answers at http://127.0.0.1:1; these are the variables for one that is started there with the defaults.\n',
  )
})

test('a world that nobody knows: one line, and status 1', async () => {
  expect(await runCli(['env', '--url', url, '--world', 'w2'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `stuntdouble: The double at ${url} says: There is no world w2\n`,
  })
  expect(await runCli(['env', '--url', 'http://127.0.0.1:1', '--world', 'w2'])).toMatchObject({ status: 1, stdout: '' })
})
