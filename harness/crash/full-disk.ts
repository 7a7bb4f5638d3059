// A double whose disk is full: every vendor says so in its own words, nothing of the machine is told, and all works again once there is room.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { users } from '../../emulator/services/stream/users/model.ts'
import { sha256, signV4 } from '../../scripts/bench/sign-v4.ts'
import { clientOf } from '../conformance/telestream.ts'
import { duraCloudClient } from '../duracloud-client.ts'
import { failureComplaint } from '../hostile/dialect.ts'
import type { Dialect } from '../hostile/hostile-request.ts'
import { streamClient } from '../stream-client.ts'

const exec = promisify(execFile)

interface Said {
  what: string
  dialect: Dialect
  status: number
  headers: Headers
  text: string
}

export interface FullDiskReport {
  /** Undefined when it ran; else why it could not. */
  leftOut: string | undefined
  wrong: string[]
  /** What each API said while the disk was full. */
  said: string[]
}

/** On a small file system in memory; mounting one takes rights that not every machine gives. */
export async function fullDisk(): Promise<FullDiskReport> {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-full-'))
  try {
    await exec('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory])
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-2)
    return { leftOut: `a small file system could not be mounted here: ${reason.trim()}`, wrong: [], said: [] }
  }
  try {
    return await fill(directory)
  } finally {
    await exec('umount', [directory])
    await rm(directory, { recursive: true, force: true })
  }
}

async function fill(directory: string): Promise<FullDiskReport> {
  const data = join(directory, 'data')
  const filler = join(directory, 'filler')
  await mkdir(data)
  const wrong: string[] = []
  const emulator = await createEmulator({
    data,
    onProblem: (message, error) => wrong.push(`${message}: ${String(error)}`),
  })
  await emulator.ready()
  await askAll(emulator, 'first')
  for (const [at, left] of [200_000, 0].entries()) {
    const { bavail, bsize } = await statfs(directory)
    await writeFile(`${filler}-${at}`, new Uint8Array(Math.max(0, bavail * bsize - left))).catch(() => undefined)
  }
  const kept = await useUpLog(emulator)
  const full = await askAll(emulator, 'full')
  for (const one of full) {
    const expected = one.status >= 500 && one.status < 600
    // Of a few hundred bytes: the log may have room for just that, and then it is there.
    if (one.what === 'a space' && one.status === 201) continue
    if (!expected) wrong.push(`${one.what} was answered ${one.status} on a full disk`)
    const is = failureComplaint(one.dialect, one)
    if (is !== undefined) wrong.push(`${one.what}: ${is}: ${one.text.slice(0, 200)}`)
  }
  for (const at of [0, 1]) await rm(`${filler}-${at}`, { force: true })
  for (const { what, status, text } of await askAll(emulator, 'again'))
    if (status >= 300) wrong.push(`${what} is ${status} though there is room again: ${text.slice(0, 200)}`)
  await emulator.worlds.main.jobs.advanceUntilIdle()
  await emulator.close()
  const reopened = await createEmulator({ data })
  await reopened.ready()
  for (const id of kept)
    if (!reopened.worlds.main.state.table(users).get(id)) wrong.push(`${id} was acknowledged, and is not there`)
  await reopened.close()
  return {
    leftOut: undefined,
    wrong,
    said: full.map(({ what, status, text }) => `${what}: ${status} ${text.slice(0, 120)}`),
  }
}

/** SQLite's log keeps the room that it has: what fits into it is written however full the disk is. Answers the ids of users that were. */
async function useUpLog(emulator: Emulator): Promise<string[]> {
  const stream = await streamClient(emulator, emulator.worlds.main)
  const kept: string[] = []
  for (const size of [100, 10, 1])
    for (let n = 0; n < 200; n += 1) {
      const ids = Array.from({ length: size }, (_, index) => `log-${size}-${n}-${index}`)
      const given = Object.fromEntries(ids.map((id) => [id, { id, custom: { text: 'x'.repeat(4000) } }]))
      const { status } = await stream.post('/api/v2/users', { users: given })
      if (status >= 300) break
      kept.push(...ids)
    }
  return kept
}

/** Something that has to be written, of every API. */
async function askAll(emulator: Emulator, turn: string): Promise<Said[]> {
  const { main } = emulator.worlds
  const large = new Uint8Array(2 * 2 ** 20).fill(turn.length)
  const telestream = clientOf(emulator, main)
  const root = duraCloudClient(emulator, main, 'root')
  const stream = await streamClient(emulator, main)
  const answered = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  })
  const path = '/my-bucket/large'
  const signing = {
    method: 'PUT',
    host: new URL(emulator.s3Url).host,
    path,
    payload: sha256(large),
    at: main.clock.now(),
  }
  const put = new Request(emulator.s3Url + path, {
    method: 'PUT',
    body: large,
    headers: signV4(main.credentials.s3, signing),
  })
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`${turn}-${n}`, { id: `${turn}-${n}`, custom: { text: 'x'.repeat(4000) } }]),
  )
  const post = (at: string) => emulator.fetch(new Request(`${emulator.url}/_stuntdouble${at}`, { method: 'POST' }))
  return [
    { what: 'a film', dialect: 'telestream', ...(await telestream.upload(large, 'film.mp4')) },
    {
      what: 'a profile',
      dialect: 'telestream',
      ...(await telestream.post('/profiles.json', {
        preset_name: 'h264',
        name: turn,
        description: 'x'.repeat(200_000),
      })),
    },
    { what: 'content', dialect: 'duracloud', ...(await root.put('/my-space/large', large)) },
    { what: 'a space', dialect: 'duracloud', ...(await root.put(`/space-${turn}`)) },
    { what: 'users', dialect: 'stream', ...(await stream.post('/api/v2/users', { users: many })) },
    { what: 'an object', dialect: 's3', ...(await answered(await emulator.fetchS3(put))) },
    { what: 'a world', dialect: 'control', ...(await answered(await post('/worlds'))) },
    { what: 'a snapshot', dialect: 'control', ...(await answered(await post('/snapshots'))) },
  ]
}
