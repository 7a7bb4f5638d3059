// A MinIO in a container, for tests of the external object store.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

export const minioImage = 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'

const exec = promisify(execFile)

export const minioKeys = { accessKeyId: 'stuntdouble-tests', secretAccessKey: 'not-a-secret-anywhere' }

export interface RunningMinio extends AsyncDisposable {
  /** `http://127.0.0.1:32768`; the same after a restart. */
  endpoint: string
  /** As by the plug: connections break, and nothing listens. */
  kill: () => Promise<void>
  /** Waits until it answers. */
  start: () => Promise<void>
  /** Connections stay, and nothing moves any more. */
  pause: () => Promise<void>
  unpause: () => Promise<void>
}

/** Starts one, and waits until it answers. */
export async function startMinio(): Promise<RunningMinio> {
  // Docker gives a container a new free port when it starts again; a fixed one lasts.
  const port = await freePort()
  const name = `stuntdouble-minio-${randomUUID()}`
  const endpoint = `http://127.0.0.1:${port}`
  const variables = [
    `MINIO_ROOT_USER=${minioKeys.accessKeyId}`,
    `MINIO_ROOT_PASSWORD=${minioKeys.secretAccessKey}`,
    'MINIO_BROWSER=off',
  ]
  const options = ['--detach', '--name', name, '--publish', `127.0.0.1:${port}:9000`]
  const environment = variables.flatMap((variable) => ['--env', variable])
  await docker('run', ...options, ...environment, minioImage, 'server', '/data')
  const running: RunningMinio = {
    endpoint,
    kill: () => docker('kill', name),
    async start() {
      await docker('start', name)
      await answering(endpoint)
    },
    pause: () => docker('pause', name),
    unpause: () => docker('unpause', name),
    [Symbol.asyncDispose]: () => docker('rm', '--force', '--volumes', name),
  }
  try {
    await answering(endpoint)
  } catch (error) {
    await running[Symbol.asyncDispose]()
    throw error
  }
  return running
}

async function docker(...args: string[]): Promise<void> {
  await exec('docker', args)
}

/** At most 30 s. */
async function answering(endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const answer = await fetch(`${endpoint}/minio/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(200)
  }
  throw new Error(`MinIO does not answer at ${endpoint}`)
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
