// Prometheus' own library for Python reads the metrics, and reads the same as the strict reader of the unit tests.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEmulator } from '../../emulator/index.ts'
import { readPrometheus } from '../prometheus-text.ts'
import { telestreamClient } from '../telestream-client.ts'
import { preparePython } from './python-environment.ts'
import { findToolchain } from './toolchains.ts'

const familySchema = z.object({
  name: z.string(),
  type: z.string(),
  help: z.string(),
  samples: z.array(z.tuple([z.string(), z.record(z.string(), z.string()), z.number()])),
})

const script = fileURLToPath(new URL('python-prometheus/read.py', import.meta.url))

function readBy(python: string, text: string): Promise<z.infer<typeof familySchema>[]> {
  const { promise, resolve, reject } = Promise.withResolvers<z.infer<typeof familySchema>[]>()
  const child = execFile(python, [script], { maxBuffer: 64 * 1024 * 1024 }, (error, printed) =>
    error ? reject(error) : resolve(z.array(familySchema).parse(JSON.parse(printed))),
  )
  child.stdin?.end(text)
  return promise
}

const toolchain = await findToolchain('python3')

describe.skipIf(!toolchain)('prometheus_client 0.26, on python3', () => {
  let python: string
  beforeAll(async () => {
    if (toolchain) python = await preparePython('python-prometheus', toolchain)
  })

  it('reads every family with its type, its help and its samples', async () => {
    await using emulator = await createEmulator({ port: 0, s3Port: 0 })
    const { url } = await emulator.listen()
    await using world = await emulator.createWorld({ name: 'app' })
    await world.faults.add({ service: 's3', error: 'SlowDown', times: 1 })
    for (const path of ['/v3.0/videos.json', '/api/v2/app', '/durastore/task/a"b\\c%0Ad'])
      await fetch(`${world.url}${path}`, { method: path.startsWith('/durastore') ? 'POST' : 'GET' })
    await fetch(`${world.s3Url}/films`)
    await world.telestream.aWebhook('http://127.0.0.1:1/nobody')
    await world.telestream.aVideo()
    const { clock, credentials } = world
    const now = () => clock.now.getTime()
    const client = telestreamClient({ fetch, url: world.url, credentials: credentials.telestream, now })
    await client.post('/videos.json', { source_url: 'http://127.0.0.1:1/nothing.mp4' })
    await world.clock.advance('1h')

    const text = await (await fetch(`${url}/_stuntdouble/metrics`)).text()
    const read = await readBy(python, text)
    // Its families of counters are named without the ending of their samples.
    const ours = [...readPrometheus(text)].map(([name, { type, help, samples }]) => ({
      name: type === 'counter' ? name.replace(/_total$/, '') : name,
      type,
      help,
      samples: samples.map((sample) => [sample.name, sample.labels, sample.value]),
    }))
    expect(read).toEqual(ours)
    expect(read.length).toBeGreaterThan(12)
    expect(read.filter(({ samples }) => samples.length === 0)).toEqual([])
  })
})
