import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type CliProcess, runCli, startCli } from '../../harness/cli-process.ts'
import { controlClient } from '../../harness/control-client.ts'

const free = ['start', '--port', '0', '--s3-port', '0']

interface Ready {
  url: string
  s3Url: string
  env: Record<string, string>
}

async function ready(double: CliProcess): Promise<Ready> {
  return (await double.event('ready')) as unknown as Ready
}

test('tells programs in JSON when it is ready, and of each request, without secrets', async () => {
  await using double = startCli([...free, '--log', 'json'])
  const { url, s3Url, env } = await ready(double)
  expect(env).toMatchObject({ STUNTDOUBLE_URL: url, AWS_ENDPOINT_URL_S3: s3Url })
  expect((await fetch(`${url}/_stuntdouble/ready`)).status).toBe(200)
  expect((await fetch(s3Url)).status).toBe(403)
  expect(await double.event('request')).toMatchObject({ service: 's3', method: 'GET', path: '/', status: 403 })

  const profiles = `${url}/v2/profiles.json?token=clou_your-token`
  expect((await fetch(profiles)).status).toBe(200)
  const told = await double.event('request')
  expect(told).toMatchObject({
    world: 'main',
    service: 'telestream',
    operation: 'profiles.list',
    path: '/v2/profiles.json',
    status: 200,
  })
  expect(JSON.stringify(told)).not.toContain('clou_your-token')

  await fetch(`${url}/v3.0/videos.json?access_key=your-access-key&timestamp=2020-01-01T00:00:00Z&signature=x`)
  expect(await double.event('request')).toMatchObject({
    status: 401,
    why: expect.stringContaining('The request was signed'),
  })
})

test('tells people how to begin, with a first call that works', async () => {
  await using double = startCli([...free, '--log', 'pretty'])
  const [, call = ''] = await double.printed(/curl '([^']+)'/)
  const response = await fetch(call)
  expect(response.status).toBe(200)
  expect(((await response.json()) as unknown[]).length).toBeGreaterThan(0)
  const [, path] = await double.printed(/telestream\s+profiles\.list\s+GET\s+(\S+) 200/)
  expect(path).toBe('/v2/profiles.json')
})

test('has a first call even where there is no factory', async () => {
  await using double = startCli([...free, '--log', 'pretty', '--scenario', 'empty'])
  const [, call = ''] = await double.printed(/curl '([^']+)'/)
  expect((await fetch(call)).status).toBe(200)
})

test('says that it is a double that has the port already', async () => {
  await using first = startCli([...free, '--log', 'json'])
  const { port } = new URL((await ready(first)).url)
  expect(await runCli(['start', '--port', port, '--s3-port', '0'])).toMatchObject({
    stdout: '',
    stderr: `stuntdouble: Port ${port} is taken by a stuntdouble that runs already; use that one, or have a second on free ports: --port 0 --s3-port 0\n`,
    status: 1,
  })
  const journal = await fetch(`http://127.0.0.1:${port}/_stuntdouble/journal`)
  expect(await journal.json()).toMatchObject({ entries: [] })
})

test('says nothing when it is told to', async () => {
  await using taken = createServer((_, response) => response.end('something else')).listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = String(z.object({ port: z.number() }).parse(taken.address()).port)
  const { stdout, stderr, status } = await runCli(['start', '--port', port, '--s3-port', '0', '--log', 'silent'])
  expect({ stdout, stderr, status }).toEqual({
    stdout: '',
    stderr: `stuntdouble: Port ${port} is taken; free it or choose another with --port\n`,
    status: 1,
  })
  const buckets = await runCli(['start', '--port', '0', '--s3-port', port])
  expect(buckets).toMatchObject({
    stderr: `stuntdouble: Port ${port} is taken; free it or choose another with --s3-port\n`,
    status: 1,
  })
})

test('lets requests under way finish when it is stopped', async () => {
  await using double = startCli([...free, '--log', 'json'])
  const { url } = await ready(double)
  const body = 'source_url=http%3A%2F%2F127.0.0.1%3A9%2Fx.mp4'
  const uploading = request(`${url}/v2/videos.json?token=clou_your-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length },
  })
  uploading.write(body.slice(0, 10))
  // An answer to a later request: the double has the first one by now.
  await fetch(`${url}/_stuntdouble/health`)
  double.process.kill('SIGTERM')
  await double.event('stopping')
  await expect(fetch(`${url}/_stuntdouble/health`)).rejects.toThrow('fetch failed')
  uploading.end(body.slice(10))
  const [response] = (await once(uploading, 'response')) as [{ statusCode: number; resume: () => void }]
  response.resume()
  expect(response.statusCode).toBe(200)
  expect(await double.ended).toMatchObject({ status: 0, signal: null })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a second %s stops it at once', async (signal, status) => {
  await using double = startCli([...free, '--log', 'json'])
  const { url } = await ready(double)
  const stalled = request(`${url}/v2/videos.json`, { method: 'POST', headers: { 'content-length': 10 } })
  stalled.on('error', () => undefined)
  stalled.write('x')
  await fetch(`${url}/_stuntdouble/health`)
  double.process.kill(signal)
  await double.event('stopping')
  double.process.kill(signal)
  expect(await double.ended).toMatchObject({ status })
})

test('state survives with --data, and a directory has one double at a time', async () => {
  const data = join(mkdtempSync(join(tmpdir(), 'stuntdouble-')), 'data')
  const args = [...free, '--log', 'json', '--data', data]
  const first = startCli(args)
  await controlClient({ fetch, url: (await ready(first)).url }).call('POST', '/worlds', { name: 'kept' })
  expect(await runCli(args)).toMatchObject({
    status: 1,
    stderr: `stuntdouble: The data directory ${data} is in use by another stuntdouble; stop that one, or choose another with --data\n`,
  })
  first.process.kill('SIGTERM')
  expect(await first.ended).toMatchObject({ status: 0 })

  await using second = startCli(args)
  const control = controlClient({ fetch, url: (await ready(second)).url })
  expect((await control.call('GET', '/worlds/kept')).status).toBe(200)
  rmSync(data, { recursive: true })
})

test('does not start without the S3 that it was told of', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const { status, stderr, stdout } = await runCli(
    [...free, '--object-store', 's3', '--s3-endpoint', 'http://127.0.0.1:9'],
    keys,
  )
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^stuntdouble: The object store at http:\/\/127\.0\.0\.1:9 cannot be used: [^\n]+\n$/)
})

test('options come from variables too, and win over them', async () => {
  const env = {
    STUNTDOUBLE_PORT: '0',
    STUNTDOUBLE_S3_PORT: '0',
    STUNTDOUBLE_LOG: 'pretty',
    STUNTDOUBLE_CLOCK: '2020-02-02',
    STUNTDOUBLE_CONTROL_HOST: 'a.example,b.example',
  }
  await using double = startCli(['--log', 'json'], env)
  const { url } = await ready(double)
  const control = controlClient({ fetch, url })
  expect((await control.call('GET', '/clock')).body).toEqual({ mode: 'frozen', now: '2020-02-02T00:00:00.000Z' })
  const asB = request(`${url}/_stuntdouble/clock`, { headers: { host: 'b.example' } }).end()
  const [response] = (await once(asB, 'response')) as [{ statusCode: number; resume: () => void }]
  response.resume()
  expect(response.statusCode).toBe(200)
})

test('tells of what failed without anybody waiting for it, and goes on', async () => {
  const accident = `process.on('SIGUSR2', () => Promise.reject(new Error('an accident')))`
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(accident)}` }
  await using double = startCli([...free, '--log', 'json'], env)
  const { url } = await ready(double)
  double.process.kill('SIGUSR2')
  expect(await double.event('problem')).toMatchObject({
    message: 'Something failed that nobody waited for',
    error: expect.stringContaining('Error: an accident'),
  })
  expect((await fetch(`${url}/_stuntdouble/health`)).status).toBe(200)
})

test('goes on when nobody reads its log any more', async () => {
  await using double = startCli([...free, '--log', 'pretty'])
  const [, url = ''] = await double.printed(/APIs\s+(\S+)/)
  double.process.stdout?.destroy()
  for (let call = 0; call < 3; call += 1) expect((await fetch(`${url}/v2/videos.json`)).status).toBe(400)
  double.process.kill('SIGTERM')
  expect(await double.ended).toMatchObject({ status: 0 })
})
