// MinIO in a container, where docker and its image are at hand: what else people test against.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { send } from './send.ts'
import { sha256, type S3Keys, signV4 } from './sign-v4.ts'

const docker = async (...args: string[]): Promise<string> => (await promisify(execFile)('docker', args)).stdout.trim()
const image = 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'

export interface Minio extends AsyncDisposable {
  port: number
  keys: S3Keys
}

/** With an empty bucket `bench`, in a directory beside those of the other servers; undefined where it cannot be had without a download. */
export async function startMinio(): Promise<Minio | undefined> {
  try {
    await docker('image', 'inspect', image)
  } catch {
    // No docker, or not this image: then the table has no such rows.
    return undefined
  }
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-bench-minio-'))
  const port = await freePort()
  const keys = { accessKeyId: 'benchmarks', secretAccessKey: 'benchmarks-secret' }
  // On the host's network: what docker puts between would be measured too.
  const place = `--network host --user ${process.getuid?.()}:${process.getgid?.()} --volume ${directory}:/data`
  const root = `--env MINIO_ROOT_USER=${keys.accessKeyId} --env MINIO_ROOT_PASSWORD=${keys.secretAccessKey}`
  const serve = `server /data --address 127.0.0.1:${port} --console-address 127.0.0.1:0`
  const container = await docker(...`run --detach --rm ${place} ${root} ${image} ${serve}`.split(' '))
  const stop = async (): Promise<void> => {
    await docker('rm', '--force', container)
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await createBucket(port, keys)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, keys, [Symbol.asyncDispose]: stop }
}

/** Tries until MinIO is there. */
async function createBucket(port: number, keys: S3Keys): Promise<void> {
  const host = `127.0.0.1:${port}`
  let last: unknown
  for (let tries = 0; tries < 150; tries += 1) {
    try {
      const signing = { method: 'PUT', host, path: '/bench', payload: sha256(''), at: Date.now() }
      const answer = await send('PUT', `http://${host}/bench`, 0, signV4(keys, signing))
      if (answer.status === 200) return
      last = answer.text
    } catch (error) {
      last = error
    }
    await setTimeout(200)
  }
  throw new Error('MinIO did not begin to answer', { cause: last })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
