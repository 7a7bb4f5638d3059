// The package as it is published, in a container of the Node that it is developed on, called from outside.
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packAndInstall, type Packed } from '../package/packed.ts'

const image = 'node:24-bookworm-slim'
const exec = promisify(execFile)

let packed: Packed
let container: string

beforeAll(async () => {
  packed = await packAndInstall()
  // Copied, not mounted: the engine may be on another machine. The package and its dependencies are JavaScript alone.
  container = await docker(
    'create',
    '--publish',
    '127.0.0.1::4600',
    '--publish',
    '127.0.0.1::4601',
    '--workdir',
    '/app',
    image,
    ...start,
  )
  await docker('cp', `${packed.project}/.`, `${container}:/app`)
  await docker('start', container)
})

afterAll(async () => {
  if (container !== undefined) await docker('rm', '--force', '--volumes', container)
  await packed?.[Symbol.asyncDispose]()
})

const start = ['node_modules/.bin/stuntdouble', 'start', '--host', '0.0.0.0']

it('answers on its published ports', async () => {
  const health = await answerOf(`http://${await published(4600)}/_stuntdouble/health`)
  expect(health.status).toBe(200)

  const ready = await answerOf(`http://${await published(4600)}/_stuntdouble/ready`)
  expect(ready.status).toBe(200)

  const buckets = await answerOf(`http://${await published(4601)}/`)
  expect(buckets.status).toBe(403)
})

it('stops at once when the engine asks it to', async () => {
  await docker('stop', '--time', '30', container)
  expect(await docker('inspect', '--format', '{{.State.ExitCode}} {{.State.OOMKilled}}', container)).toBe('0 false')
})

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await exec('docker', args)
  return stdout.trim()
}

/** Where a port of the container is reached: `127.0.0.1:32768`. */
async function published(port: number): Promise<string> {
  const [address = ''] = (await docker('port', container, `${port}/tcp`)).split('\n')
  return address
}

/** The first answer, which a container that is only just starting owes for a while; at most 30 s. */
async function answerOf(url: string): Promise<Response> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer) return answer
    if ((await docker('inspect', '--format', '{{.State.Running}}', container)) !== 'true') break
    await sleep(200)
  }
  const { stdout, stderr } = await exec('docker', ['logs', container])
  throw new Error(`Nothing answers at ${url}; the container printed:\n${stdout}${stderr}`)
}
