import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mainCredentials } from '../../../emulator/credentials.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../../telestream-client.ts'
import { sample } from '../telestream.ts'

let data: string
let child: ChildProcess | undefined
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'stuntdouble-crash-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

async function start(): Promise<{ client: TelestreamClient; s3Url: string }> {
  const script = fileURLToPath(new URL('server-process.ts', import.meta.url))
  child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', script, data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const { promise, resolve, reject } = Promise.withResolvers<{ url: string; s3Url: string }>()
  lines.once('line', (line) => resolve(JSON.parse(line)))
  child.once('exit', (code) => reject(new Error(`The double ended with ${code} before it listened`)))
  const { url, s3Url } = await promise
  return {
    client: telestreamClient({
      fetch: (request) => fetch(request),
      url,
      credentials: mainCredentials.telestream,
      now: () => Date.now(),
    }),
    s3Url,
  }
}

async function kill(): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child?.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** Deterministic, so that a failing run can be looked at again. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

it('a server that is killed in the middle of uploads and writes has everything that it acknowledged', async () => {
  const random = chance(20_261_121)
  const media = await sample('sample.mp4')
  const big = new Uint8Array(5_242_880 + media.length)
  big.set(media)
  const profiles = new Set<string>()
  const videos = new Set<string>()
  const sessions = new Map<string, Set<number>>()
  let number = 0

  /** Writes until the server is gone; notes only what was acknowledged. */
  async function load(client: TelestreamClient, acknowledged: () => void): Promise<void> {
    const writer = async (work: () => Promise<void>) => {
      for (;;) {
        try {
          await work()
          acknowledged()
        } catch {
          // The connection broke: what was on its way may or may not have arrived.
          return
        }
      }
    }
    await Promise.all([
      writer(async () => {
        const name = `profile-${(number += 1)}`
        const { status } = await client.post('/profiles.json', { preset_name: 'h264', name })
        if (status === 200) profiles.add(name)
      }),
      writer(async () => {
        const { status, body } = await client.upload(media, 'film.mp4', { profiles: 'h264' })
        if (status === 200) videos.add(body.id)
      }),
      writer(async () => {
        const { body: session } = await client.post('/videos/upload.json', {
          file_name: 'big.mp4',
          file_size: String(big.length),
          multi_chunk: 'true',
        })
        const parts = new Set<number>()
        sessions.set(new URL(session.location).search, parts)
        for (const part of [1, 0]) {
          const { status, body } = await client.send(session.location, {
            method: 'PUT',
            headers: { 'x-part': String(part) },
            body: big.slice(part * 5_242_880, (part + 1) * 5_242_880),
          })
          if (status < 300) parts.add(part)
          if (status === 200) videos.add(body.id)
        }
      }),
    ])
  }

  for (let cycle = 0; cycle < 4; cycle += 1) {
    const { client } = await start()
    const enough = videos.size + 1 + Math.floor(random.next().value * 4)
    // Killed in the middle of whatever is under way when the server has acknowledged some more videos.
    const loading = load(client, () => void (videos.size >= enough && child?.kill('SIGKILL')))
    await loading
    await kill()
  }

  const { client, s3Url } = await start()
  for (const name of profiles) expect((await client.get(`/profiles/${name}.json`)).status, name).toBe(200)
  for (const [search, parts] of sessions) {
    const { status, body } = await client.send(
      `${client.signedUrl('GET', '/x').split('/v3.0')[0]}/upload/session${search}`,
    )
    expect(status).toBe(200)
    for (const part of parts) expect(body.missing_parts ?? []).not.toContain(part)
  }
  expect(videos.size).toBeGreaterThan(3)
  for (const id of videos) {
    // Jobs survive too: what was received is examined and encoded, be it after the restart.
    const video = await until(
      () => client.get(`/videos/${id}.json`),
      ({ body }) => body.status === 'success',
    )
    const original = await fetch(`${s3Url}/my-bucket/${video.body.path}.mp4`)
    expect((await original.arrayBuffer()).byteLength).toBe(video.body.file_size)
    await until(
      () => client.get<Wire[]>(`/videos/${id}/encodings.json`),
      ({ body }) => body.every(({ status }) => status === 'success'),
    )
  }
}, 120_000)

async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await ask()
    if (good(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('It did not come to that')
}
