// The life of encodings that take real time: queued, picked up, progressing, cancelled, killed, and what becomes of them at the end of a program.
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientOf, sample } from '../../../../harness/conformance/telestream.ts'
import { isRunning } from '../../../../harness/processes.ts'
import { runsFfmpeg, testFilm } from '../../../../harness/real-ffmpeg.ts'
import type { TelestreamClient, Wire } from '../../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../index.ts'

let directory: string
let emulators: Emulator[]
let problems: unknown[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-test-'))
  emulators = []
  problems = []
})
afterEach(async () => {
  for (const emulator of emulators) await emulator.close()
  await rm(directory, { recursive: true })
})

async function open(options: EmulatorOptions = {}): Promise<TelestreamClient> {
  const emulator = await createEmulator({
    encoder: 'ffmpeg',
    clock: 'real',
    onProblem: (...problem) => problems.push(problem),
    ...options,
  })
  emulators.push(emulator)
  return clientOf(emulator, emulator.worlds.main)
}

const world = () => (emulators.at(-1) as Emulator).worlds.main

/** An ffmpeg that introduces itself, and then does what `script` says. */
async function scripted(script: string): Promise<string> {
  const path = join(directory, 'ffmpeg')
  const introduction = `#!/bin/sh
case "$2" in
  -version) echo 'ffmpeg version 9.9-test Copyright'; exit;;
  -encoders) for name in libx264 aac; do echo " V..... $name  x"; done; exit;;
esac
`
  await writeFile(path, introduction + script)
  await chmod(path, 0o755)
  return path
}

/** Works for ten minutes, in a second process, and says half of two seconds all the while. */
const slow = 'sleep 600 & echo $$ $! > pids; echo out_time_us=1001000; wait'

async function upload(client: TelestreamClient, profiles = 'h264', bytes?: Uint8Array<ArrayBuffer>): Promise<Wire> {
  return (await client.upload(bytes ?? (await sample('sample.mp4')), 'sample.mp4', { profiles })).body
}

/** The encodings, oldest first. */
async function encodings(client: TelestreamClient): Promise<Wire[]> {
  return (await client.get<Wire[]>('/encodings.json')).body.toReversed()
}

const the = async (client: TelestreamClient) => (await encodings(client))[0] as Wire

async function until(client: TelestreamClient, expected: Record<string, unknown>): Promise<Wire> {
  await expect.poll(() => the(client), { interval: 20 }).toMatchObject(expected)
  return the(client)
}

/** Directories of encodings under way, of this process. */
async function workspaces(): Promise<string[]> {
  const roots = (await readdir(tmpdir())).filter((name) => name.startsWith(`stuntdouble-ffmpeg-${process.pid}-`))
  return (
    await Promise.all(
      roots.map(async (root) => (await readdir(join(tmpdir(), root))).map((name) => join(tmpdir(), root, name))),
    )
  ).flat()
}

describe('an encoding in real time', () => {
  it('shows the progress that ffmpeg tells, ends at once when it is cancelled, and leaves nothing', async () => {
    const client = await open({ ffmpegPath: await scripted(slow) })
    await upload(client)
    await until(client, { status: 'processing', encoding_progress: 45 })
    const { id, started_encoding_at } = await the(client)
    expect(started_encoding_at).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \+0000$/)
    const [workspace, ...more] = await workspaces()
    expect(more).toEqual([])
    const pids = (await readFile(join(String(workspace), 'pids'), 'utf8')).trim().split(' ').map(Number)
    expect(pids.map(isRunning)).toEqual([true, true])

    const asked = performance.now()
    expect((await client.post(`/encodings/${id}/cancel.json`)).body).toEqual({ canceled: true })
    expect(await the(client)).toMatchObject({ status: 'fail', error_class: 'EncodingCanceled' })
    await expect.poll(() => pids.map(isRunning), { interval: 20 }).toEqual([false, false])
    await expect.poll(workspaces, { interval: 20 }).toEqual([])
    // A few ms; of ten minutes, where nobody ends it.
    expect(performance.now() - asked).toBeLessThan(10_000)
    expect(world().jobs.list()).toEqual([])
    expect(problems).toEqual([])
  })

  it('tells of its progress while it is under way', async () => {
    const client = await open({ ffmpegPath: await scripted(slow) })
    await client.put('/notifications.json', { url: 'http://127.0.0.1:9/hook', 'events[encoding_progress]': 'true' })
    await upload(client)
    await until(client, { encoding_progress: 45 })
    const { jobs, clock } = world()
    const next = jobs.list().find(({ kind }) => kind === 'telestream.encoding-progress')
    // Every ten seconds from its beginning, of which the API tells whole ones.
    const began = Date.parse(String((await the(client)).started_encoding_at))
    const seconds = Math.floor(((next?.dueAt ?? 0) - began) / 1000)
    expect([seconds > 0, seconds % 10]).toEqual([true, 0])
    expect((next?.dueAt ?? 0) - clock.now()).toBeLessThanOrEqual(10_000)
    await jobs.run(next?.id ?? '')
    const delivery = jobs.list().find(({ kind }) => kind === 'telestream.webhook')
    expect(delivery?.payload).toMatchObject({ body: expect.stringContaining('progress=45') })
    expect(jobs.list().filter(({ kind }) => kind === 'telestream.encoding-progress')).toHaveLength(1)
  })

  it('ends when it is deleted, and when its video is', async () => {
    const client = await open({ ffmpegPath: await scripted(slow) })
    const video = await upload(client)
    await until(client, { encoding_progress: 45 })
    expect((await client.delete(`/encodings/${(await the(client)).id}.json`)).body).toEqual({ deleted: true })
    await expect.poll(workspaces).toEqual([])
    expect(await encodings(client)).toEqual([])

    await client.post('/encodings.json', { video_id: video.id, profile_name: 'h264' })
    await until(client, { encoding_progress: 45 })
    expect((await client.delete(`/videos/${video.id}.json`)).body).toEqual({ deleted: true })
    await expect.poll(workspaces).toEqual([])
    expect(world().jobs.list()).toEqual([])
  })

  it('ends when its world begins anew', async () => {
    const client = await open({ ffmpegPath: await scripted(slow) })
    await upload(client)
    await until(client, { encoding_progress: 45 })
    await world().reset()
    await expect.poll(workspaces).toEqual([])
    expect(await encodings(client)).toEqual([])
    expect(problems).toEqual([])
  })

  it('waits for its turn while others are at it, and holds up no request', async () => {
    const client = await open({ ffmpegPath: await scripted(slow), encoderConcurrency: 1 })
    const video = await upload(client, 'h264,h264.hi,mp3')
    await until(client, { encoding_progress: 45 })
    const [first, ...others] = await encodings(client)
    expect(others).toHaveLength(2)
    for (const other of others) {
      expect(other).toMatchObject({ status: 'processing', encoding_progress: 0 })
      expect(other).not.toHaveProperty('started_encoding_at')
    }
    expect(await workspaces()).toHaveLength(1)
    const asked = performance.now()
    for (let n = 0; n < 20; n += 1) await client.get(`/videos/${video.id}.json`)
    expect(performance.now() - asked).toBeLessThan(10_000)

    await client.post(`/encodings/${first?.id}/cancel.json`)
    await expect.poll(async () => (await encodings(client))[1]).toMatchObject({ encoding_progress: 45 })
    expect((await client.post(`/encodings/${others[1]?.id}/cancel.json`)).body).toEqual({ canceled: true })
    expect((await encodings(client))[2]).toMatchObject({ status: 'fail', error_class: 'EncodingCanceled' })
  })

  it('lets two worlds take turns', async () => {
    const [gate, order] = [join(directory, 'gate'), join(directory, 'order')]
    const client = await open({
      ffmpegPath: await scripted(
        `while [ ! -e '${gate}' ]; do sleep 0.02; done; echo $(wc -c < source) >> '${order}'; exit 1`,
      ),
      encoderConcurrency: 1,
    })
    const emulator = emulators[0] as Emulator
    const other = clientOf(emulator, await emulator.worlds.create())
    const film = await sample('sample.mp4')
    // With an empty box at its end, by which it is known.
    const longer = Uint8Array.of(...film, 0, 0, 0, 8, ...new TextEncoder().encode('free'))
    for (let n = 0; n < 4; n += 1) await upload(client)
    await upload(other, 'h264', longer)
    await expect.poll(() => world().transcoder?.turns.waiting).toBe(4)
    await writeFile(gate, '')
    const failed = async (of: TelestreamClient) =>
      (await encodings(of)).filter(({ status }) => status === 'fail').length
    await expect.poll(async () => [await failed(client), await failed(other)]).toEqual([4, 1])
    const sizes = (await readFile(order, 'utf8')).trim().split('\n').map(Number)
    expect(sizes).toHaveLength(5)
    expect([1, 2]).toContain(sizes.indexOf(longer.length))
  })

  it('fails with a log when ffmpeg crashes, and can be tried again', async () => {
    const path = await scripted('echo "about to crash in $PWD" >&2; kill -SEGV $$')
    const client = await open({ ffmpegPath: path })
    await upload(client)
    await until(client, { status: 'fail', error_class: 'EncodingError', error_message: 'ffmpeg was ended by SIGSEGV' })
    const failed = await the(client)
    const log = await emulators[0]?.fetchS3(new Request(String(failed.logfile_url)))
    expect(await log?.text()).toBe(
      `encoding ${failed.id}\nprofile h264\nffmpeg was ended by SIGSEGV\nabout to crash in .\n`,
    )
    await writeFile(path, '#!/bin/sh\necho out_time_us=1001000; sleep 600')
    expect((await client.post(`/encodings/${failed.id}/retry.json`)).body).toEqual({ retried: true })
    await until(client, { status: 'processing', encoding_progress: 45, error_class: null })
    expect(problems).toEqual([])
  })

  it('fails when it takes longer than it may', async () => {
    const client = await open({ ffmpegPath: await scripted(slow), encodingTimeLimit: 300 })
    await upload(client)
    await until(client, { status: 'fail', error_class: 'EncodingError' })
    expect((await the(client)).error_message).toBe('ffmpeg was stopped after 0.3 s, the most that an encoding may take')
    expect(await workspaces()).toEqual([])
  })

  it('fails when the ffmpeg at hand cannot do it', async () => {
    const client = await open({ ffmpegPath: await scripted('exit 1') })
    await upload(client, 'webm')
    const { error_class, error_message } = await until(client, { status: 'fail' })
    expect([error_class, error_message]).toEqual([
      'CommandInvalid',
      'ffmpeg 9.9-test was built without the encoder libvpx',
    ])
  })

  it('fails when the source is gone, or the bucket takes nothing', async () => {
    const client = await open({ ffmpegPath: await scripted('printf media > output.mp4') })
    const video = await upload(client, 'none')
    await expect.poll(async () => (await client.get(`/videos/${video.id}.json`)).body.status).toBe('success')
    await client.delete(`/videos/${video.id}/source.json`)
    await client.post('/encodings.json', { video_id: video.id, profile_name: 'h264' })
    await until(client, { status: 'fail', error_class: 'FileNotFound' })

    const { objects } = world()
    await upload(client, 'none')
    for (const { key } of (await objects.list('my-bucket')).objects) await objects.delete('my-bucket', key)
    const [, second] = (await client.get<Wire[]>('/videos.json')).body.toReversed()
    await expect.poll(async () => (await client.get(`/videos/${second?.id}.json`)).body.status).toBe('success')
    for (const { key } of (await objects.list('my-bucket')).objects) await objects.delete('my-bucket', key)
    await objects.deleteBucket('my-bucket')
    await client.post('/encodings.json', { video_id: String(second?.id), profile_name: 'h264' })
    await expect
      .poll(async () => (await encodings(client))[1])
      .toMatchObject({ status: 'fail', error_class: 'S3Error', logfile_url: null })
    expect(problems).toEqual([])
  })

  it('is done again by the next program when this one ends in the middle of it', async () => {
    const data = join(directory, 'data')
    const path = await scripted(slow)
    const client = await open({ ffmpegPath: path, data })
    await upload(client)
    await until(client, { encoding_progress: 45 })
    await emulators.pop()?.close()
    expect(await workspaces()).toEqual([])

    const again = await open({ ffmpegPath: path, data })
    expect(await the(again)).toMatchObject({ status: 'processing', error_class: null })
    await expect.poll(workspaces).toHaveLength(1)
    await until(again, { status: 'processing', encoding_progress: 45 })
    expect(world().jobs.list()).toMatchObject([
      { kind: 'telestream.encoding-finish', attempts: 0 },
      { kind: 'telestream.encoding-progress' },
    ])
    expect(problems).toEqual([])
  })
})

describe('an encoding in a world whose time stands still', () => {
  it('goes by the clock until the end, and can be cancelled while ffmpeg works', async () => {
    const client = await open({ ffmpegPath: await scripted(slow), clock: 'frozen' })
    await upload(client)
    await client.get('/videos.json')
    await world().jobs.advanceTo(world().clock.now() + 6000)
    expect(await the(client)).toMatchObject({ status: 'processing', encoding_progress: 50 })
    expect(await workspaces()).toEqual([])

    const idle = world().jobs.advanceUntilIdle()
    await expect.poll(workspaces).toHaveLength(1)
    expect(await the(client)).toMatchObject({ status: 'processing', encoding_progress: 99 })
    await client.post(`/encodings/${(await the(client)).id}/cancel.json`)
    await idle
    expect(await the(client)).toMatchObject({ status: 'fail', error_class: 'EncodingCanceled', encoding_time: 12 })
    expect(await workspaces()).toEqual([])
  })

  it('fails on request without asking ffmpeg', async () => {
    const client = await open({ ffmpegPath: await scripted('exit 0'), clock: 'frozen' })
    await client.upload(await sample('sample.mp4'), 'stuntdouble-fail-EncodingError-at-40.mp4', { profiles: 'h264' })
    await client.get('/videos.json')
    await world().jobs.advanceUntilIdle()
    expect(await the(client)).toMatchObject({ status: 'fail', error_class: 'EncodingError', encoding_progress: 40 })
  })
})

// It works at a low priority: on a machine under load it gets little of the processor.
describe.runIf(runsFfmpeg)('with a real ffmpeg, in real time', { timeout: 240_000 }, () => {
  it('a film progresses bit by bit, and its time is the time that it took', async () => {
    const client = await open()
    await client.post('/profiles.json', {
      name: 'slow',
      preset_name: 'h264',
      width: '640',
      height: '480',
      codec_preset: 'slow',
      frame_count: '1',
    })
    const began = performance.now()
    await upload(client, 'slow,hls.variant', await testFilm(20))
    const seen = new Set<unknown>()
    await expect
      .poll(
        async () => {
          const encoding = await the(client)
          seen.add(encoding.encoding_progress)
          return encoding
        },
        { timeout: 200_000, interval: 20 },
      )
      .toMatchObject({ status: 'success', encoding_progress: 100, width: 640, height: 480, video_codec: 'h264' })
    const told = [...seen].map(Number)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(1)
    const { encoding_time: took } = await the(client)
    expect(took).toBeGreaterThanOrEqual(0)
    expect(took).toBeLessThanOrEqual((performance.now() - began) / 1000 + 1)
  })

  it('no source leads to other files or to an address, whatever it says', async () => {
    const client = await open({ clock: 'frozen' })
    const playlist = new TextEncoder().encode(
      '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXTINF:1,\nfile:///etc/passwd\n',
    )
    await upload(client, 'h264', playlist)
    await client.get('/videos.json')
    await world().jobs.advanceUntilIdle()
    expect(await the(client)).toMatchObject({ status: 'fail', error_class: 'VideoStatusInvalid' })

    // And if the probe were deceived.
    const { objects } = world()
    const video = await upload(client, 'h264')
    await client.get('/videos.json')
    await objects.put('telestream-sources', `${video.id}.mp4`, playlist)
    await world().jobs.advanceUntilIdle()
    const [, encoding] = await encodings(client)
    expect(encoding).toMatchObject({ status: 'fail', error_class: 'FormatNotRecognised' })
    const log = await (await (emulators[0] as Emulator).fetchS3(new Request(String(encoding?.logfile_url)))).text()
    expect(log).toContain('file:source: Invalid data found when processing input')
    expect(log).not.toContain('passwd')
  })
})
