import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli, startCli } from '../../harness/cli-process.ts'
import { ask } from './ask.ts'

const free = ['start', '--port', '0', '--s3-port', '0', '--log', 'json']

const ready = z.object({
  url: z.string(),
  s3Url: z.string(),
  ca: z.string(),
  env: z.record(z.string(), z.string()),
  try: z.array(z.string()),
})
const readyOf = async (double: ReturnType<typeof startCli>) => ready.parse(await double.event('ready'))

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('serves https on both ports, and hands out https URLs', async () => {
  await using double = startCli([...free, '--tls'])
  const { url, s3Url, ca, env, try: calls } = await readyOf(double)
  expect(calls[0]).toMatch(/^curl -k 'https:/)
  expect([url, s3Url, env['STUNTDOUBLE_URL'], env['STREAM_BASE_URL'], env['AWS_ENDPOINT_URL_S3']]).toEqual([
    expect.stringMatching(/^https:/),
    expect.stringMatching(/^https:/),
    url,
    url,
    s3Url,
  ])
  expect((await ask(`${url}/_stuntdouble/health`, [ca])).status).toBe(200)
  expect((await ask(`${s3Url}/`, [ca])).status).toBe(403)
  expect(await ask(`${url}/_stuntdouble/ca.pem`, [ca])).toEqual({ status: 200, text: ca })
  await expect(ask(`${url}/_stuntdouble/health`)).rejects.toThrow('self-signed certificate in certificate chain')
})

test('the authority stays with the data directory', async () => {
  const cas: string[] = []
  for (let start = 0; start < 2; start += 1) {
    await using double = startCli([...free, '--tls', '--data', directory])
    cas.push((await readyOf(double)).ca)
  }
  expect(cas[1]).toBe(cas[0])
  expect(await readFile(join(directory, 'tls', 'ca.pem'), 'utf8')).toBe(cas[0])
})

test('env writes a file to trust and names it', async () => {
  await using double = startCli([...free, '--tls'])
  const { url, ca } = await readyOf(double)
  const file = join(directory, 'ca.pem')
  const { stdout, stderr } = await runCli(['env', '--format', 'json', '--url', url, '--ca-file', file])
  expect(stderr).toBe('')
  const variables = JSON.parse(stdout) as Record<string, string>
  expect(variables).toMatchObject({ STUNTDOUBLE_URL: url, NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: file })
  // The double's own is the first: tools that read one certificate read that.
  expect((await readFile(file, 'utf8')).startsWith(ca.trim())).toBe(true)
  expect((await runCli(['env', '--url', url])).stderr).toBe(
    'To trust its certificate: stuntdouble env --ca-file FILE writes the CA there and names it.\n',
  )
})

test('env has no file to write for a double without TLS', async () => {
  const file = join(directory, 'ca.pem')
  expect(await runCli(['env', '--url', 'http://127.0.0.1:1', '--ca-file', file])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('There is no CA at http://127.0.0.1:1'),
  })
})

test('exec gives its command a double that it trusts', async () => {
  const script = `fetch(process.env.STUNTDOUBLE_URL + '/_stuntdouble/health')
    .then(({ status, url }) => console.log(status, new URL(url).protocol))`
  const result = await runCli(['exec', '--tls', '--', process.execPath, '-e', script])
  expect(result).toMatchObject({ status: 0, stdout: '200 https:\n' })
})

test('health says by its status whether there is a double', async () => {
  await using double = startCli([...free, '--tls'])
  const { url } = await readyOf(double)
  const ready = { status: 0, stdout: `the double at ${url} is ready\n`, stderr: '' }
  expect(await runCli(['health', url])).toMatchObject(ready)
  // As the container's own check finds it: by the variables of `start`.
  const { port } = new URL(url)
  expect(
    await runCli(['health'], { STUNTDOUBLE_TLS: '1', STUNTDOUBLE_PORT: port, STUNTDOUBLE_HOST: '0.0.0.0' }),
  ).toMatchObject(ready)
  expect(await runCli(['health', 'http://127.0.0.1:1'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^stuntdouble: no double answers at http:\/\/127\.0\.0\.1:1: [^\n]+\n$/),
  })
})

test('people are told whom to trust', async () => {
  await using double = startCli(['start', '--port', '0', '--s3-port', '0', '--log', 'pretty', '--tls'])
  const { input } = await double.printed(/END CERTIFICATE/)
  expect(input).toMatch(/CA to trust +https:\/\/127\.0\.0\.1:\d+\/_stuntdouble\/ca\.pem/)
})

test('without TLS the control API says that there is no CA', async () => {
  await using double = startCli(free)
  const { url } = ready.pick({ url: true }).parse(await double.event('ready'))
  expect(await ask(`${url}/_stuntdouble/ca.pem`)).toMatchObject({
    status: 404,
    text: expect.stringContaining('This double speaks plain http, so there is no CA to trust; --tls makes one'),
  })
})
