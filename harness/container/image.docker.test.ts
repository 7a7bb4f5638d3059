// The image, driven from outside as its users do.
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../../emulator/cli/ask.ts'
import { mainCredentials } from '../../emulator/credentials.ts'
import { sample } from '../conformance/telestream.ts'
import type { TelestreamClient, Wire } from '../telestream-client.ts'
import { buildImage, docker, until } from './docker.ts'
import { type DoubleContainer, isReady, runDouble } from './double-container.ts'

let image: string
beforeAll(async () => {
  image = await buildImage('slim')
})

/** What is in the bucket of a video that was received, examined and encoded. */
async function outputOf({ s3Url, telestream }: Pick<DoubleContainer, 's3Url' | 'telestream'>): Promise<string> {
  const { body: video } = await telestream.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
  const [encoding] = await encoded(telestream, video.id)
  const output = await fetch(`${s3Url}/my-bucket/${encoding?.path}${encoding?.extname}`)
  return `${output.status} ${output.headers.get('content-type')}`
}

async function encoded(telestream: TelestreamClient, video: string): Promise<Wire[]> {
  const { body } = await until(
    () => telestream.get<Wire[]>(`/videos/${video}/encodings.json`),
    ({ body }) => body.length > 0 && body.every(({ status }) => status === 'success'),
    60,
  )
  return body
}

const quick = ['--encoding-time', '1']

describe('a container of it', () => {
  it('has buckets for the AWS SDK', async () => {
    await using double = await runDouble(image, { args: quick })
    const s3 = new S3Client({
      endpoint: double.s3Url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: mainCredentials.s3,
    })
    try {
      const Body = new Uint8Array(8 * 1024 * 1024).map((_, at) => at % 251)
      await new Upload({ client: s3, params: { Bucket: 'my-bucket', Key: 'a film.mov', Body } }).done()
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'my-bucket' }))
      expect(Contents.map(({ Key, Size }) => [Key, Size])).toContainEqual(['a film.mov', Body.length])
      const kept = await s3.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: 'a film.mov' }))
      expect(Buffer.compare((await kept.Body?.transformToByteArray()) ?? new Uint8Array(), Body)).toBe(0)
    } finally {
      s3.destroy()
    }
  })

  it('serves on its published ports, and becomes healthy', async () => {
    await using double = await runDouble(image, { args: quick })
    expect(await outputOf(double)).toBe('200 video/mp4')
    await until(
      () => double.inspect('{{.State.Health.Status}}'),
      (status) => status === 'healthy',
      15,
    )
  })

  it('runs as somebody who is not root, with a file system that is read-only and no rights', async () => {
    const run = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']
    await using double = await runDouble(image, { run, args: quick })
    expect(await outputOf(double)).toBe('200 video/mp4')
    expect(await docker(['exec', double.id, 'id', '-u'])).toBe('1000')
  })

  it('runs as any user, and in memory alone', async () => {
    await using double = await runDouble(image, { run: ['--user', '4321:4321', '--tmpfs', '/data'], args: quick })
    expect(await outputOf(double)).toBe('200 video/mp4')
  })

  it('takes the commands and options of stuntdouble', async () => {
    expect(await docker(['run', '--rm', image, '--version'])).toMatch(/^\d+\.\d+\.\d+$/)
    expect(await docker(['run', '--rm', image, 'env'])).toContain('TELESTREAM_ACCESS_KEY=your-access-key')
    await expect(docker(['run', '--rm', image, '--prot', '1'])).rejects.toThrow("unknown option '--prot'")
    await expect(docker(['run', '--rm', image, 'health'])).rejects.toThrow('no double answers at http://127.0.0.1:4600')
  })

  it('stops within seconds when the engine asks it to, with status 0', async () => {
    await using double = await runDouble(image)
    const began = performance.now()
    await docker(['stop', '--time', '30', double.id])
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(await double.inspect('{{.State.ExitCode}} {{.State.OOMKilled}}')).toBe('0 false')
  })

  it('tells programs on standard output when it is ready', async () => {
    await using double = await runDouble(image)
    const [line = ''] = (await double.logs()).split('\n')
    expect(JSON.parse(line)).toMatchObject({ event: 'ready', env: { TELESTREAM_ACCESS_KEY: 'your-access-key' } })
  })

  it('serves https when it is told to, is healthy then, and another container reaches it by its name', async () => {
    const network = `stuntdouble-test-${process.pid}`
    await docker(['network', 'create', network])
    try {
      const name = ['--network', network, '--network-alias', 'double']
      const id = await docker([
        'run',
        '--detach',
        ...name,
        '--env',
        'STUNTDOUBLE_TLS=1',
        '--publish',
        '127.0.0.1::4600',
        image,
      ])
      try {
        const [address = ''] = (await docker(['port', id, '4600/tcp'])).split('\n')
        const url = `https://${address}`
        await until(
          () => ask(`${url}/_stuntdouble/ready`, 'anybody'),
          ({ status }) => status === 200,
        )
        const { text: ca } = await ask(`${url}/_stuntdouble/ca.pem`, 'anybody')
        expect((await ask(`${url}/_stuntdouble/health`, [ca])).status).toBe(200)
        await until(
          () => docker(['inspect', '--format', '{{.State.Health.Status}}', id]),
          (status) => status === 'healthy',
          15,
        )
        const trusting = ['--env', 'STUNTDOUBLE_URL=https://double:4600', '--entrypoint', 'sh']
        const script = `node dist/emulator/bin/cli.js env --ca-file /tmp/ca.pem >/dev/null && NODE_EXTRA_CA_CERTS=/tmp/ca.pem node -e "fetch('https://double:4600/_stuntdouble/health').then(({ status }) => console.log(status))"`
        expect(await docker(['run', '--rm', '--network', network, ...trusting, image, '-c', script])).toBe('200')
      } finally {
        await docker(['rm', '--force', '--volumes', id])
      }
    } finally {
      await docker(['network', 'rm', network])
    }
  })
})

it('a container that is killed in the middle of its work has everything that it acknowledged when it starts again', async () => {
  await using double = await runDouble(image, { args: quick })
  const { telestream } = double
  const media = await sample('sample.mp4')
  const profiles = new Set<string>()
  const videos = new Set<string>()
  let killed: Promise<unknown> | undefined
  let number = 0

  async function writing(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work()
      } catch {
        // The connection broke: what was on its way may or may not have arrived.
        return
      }
    }
  }
  await Promise.all([
    writing(async () => {
      const name = `profile-${(number += 1)}`
      const { status } = await telestream.post('/profiles.json', { preset_name: 'h264', name })
      if (status === 200) profiles.add(name)
    }),
    writing(async () => {
      const { body, status } = await telestream.upload(media, 'film.mp4', { profiles: 'h264' })
      if (status === 200) videos.add(body.id)
      if (videos.size === 5) killed ??= docker(['kill', '--signal', 'KILL', double.id])
    }),
  ])
  await killed
  await until(
    () => double.inspect('{{.State.ExitCode}}'),
    (code) => code === '137',
  )

  await docker(['start', double.id])
  await isReady(double)
  expect(profiles.size).toBeGreaterThan(0)
  for (const name of profiles) expect((await telestream.get(`/profiles/${name}.json`)).status, name).toBe(200)
  expect(videos.size).toBeGreaterThanOrEqual(5)
  for (const id of videos) {
    await encoded(telestream, id)
    const { body: video } = await telestream.get(`/videos/${id}.json`)
    const original = await fetch(`${double.s3Url}/my-bucket/${video.path}${video.extname}`)
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(media)
  }
})

it('data in a volume outlive the container', async () => {
  const volume = `stuntdouble-test-${process.pid}`
  const run = ['--read-only', '--volume', `${volume}:/data`]
  try {
    {
      await using double = await runDouble(image, { run })
      expect((await double.telestream.post('/profiles.json', { preset_name: 'h264', name: 'kept' })).status).toBe(200)
      await docker(['stop', double.id])
    }
    await using again = await runDouble(image, { run })
    expect((await again.telestream.get('/profiles/kept.json')).status).toBe(200)
  } finally {
    await docker(['volume', 'rm', '--force', volume])
  }
})

it('with ffmpeg, it really transcodes', async () => {
  await using double = await runDouble(await buildImage('ffmpeg'), { run: ['--read-only', '--tmpfs', '/tmp'] })
  const { s3Url, telestream } = double
  const profile = { preset_name: 'h264', name: 'small', width: '96', height: '64' }
  expect((await telestream.post('/profiles.json', profile)).status).toBe(200)
  const { body: video } = await telestream.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'small' })
  const [encoding] = await encoded(telestream, video.id)
  expect(encoding).toMatchObject({ width: 86, height: 64 })
  const output = await fetch(`${s3Url}/my-bucket/${encoding?.path}${encoding?.extname}`)
  expect(output.status).toBe(200)
})

it('is made of nothing that belongs to one processor', async () => {
  const find = ['find', '/app', '-name', '*.node', '-o', '-name', '*.so']
  expect(await docker(['run', '--rm', '--entrypoint', 'sh', image, '-c', find.join(' ')])).toBe('')
})

it('npm run test:docker says in one line that there is no engine', async () => {
  const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock', DOCKER_CONTEXT: '' }
  const run = promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/test-docker.ts'],
    { env },
  )
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^test:docker needs a container engine, [^\n]+\n$/),
  })
})
