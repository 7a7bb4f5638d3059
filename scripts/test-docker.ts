// `npm run test:docker`: the tests that need a container engine. Arguments go to vitest.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildImage, docker } from '../harness/container/docker.ts'

const engine = await promisify(execFile)('docker', ['info', '--format', '{{.ServerVersion}}'], {
  timeout: 30_000,
}).catch(() => undefined)
if (!engine) {
  process.stderr.write(
    'test:docker needs a container engine, and `docker info` reaches none: start Docker, or point DOCKER_HOST at one.\n',
  )
  process.exit(1)
}

// Once, before the tests ask for them.
for (const target of ['slim', 'ffmpeg'] as const) {
  const began = performance.now()
  const image = await buildImage(target)
  const bytes = Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  process.stdout.write(`image ${target}: ${(bytes / 1e6).toFixed(0)} MB, built in ${seconds} s\n`)
}

const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
// One file at a time: what runs in its containers needs the other cores.
const run = spawn(
  process.execPath,
  [vitest, 'run', '--project', 'docker', '--maxWorkers=1', ...process.argv.slice(2)],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  },
)
const [code] = await once(run, 'exit')
process.exitCode = typeof code === 'number' ? code : 1
