// `npm run build`: emits dist/, which is what the package ships: JavaScript and types by tsc, and the media beside them.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleCommand } from './bundle-command.ts'
import { bundleLibrary } from './bundle-library.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

// Built aside and moved into place, so that whoever runs dist/ meanwhile never sees half of it.
await mkdir(join(root, '.cache'), { recursive: true })
const workplace = await mkdtemp(join(root, '.cache', 'build-'))
try {
  process.exitCode = await build(join(workplace, 'fresh'), join(workplace, 'stale'))
} finally {
  await rm(workplace, { recursive: true, force: true })
}

/** Answers the exit code: tsc's, which has said by then what is wrong. */
async function build(fresh: string, stale: string): Promise<number> {
  // No source maps: what tsc emits is the source without its types, comments included.
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const emit = [tsc, '--project', 'tsconfig.build.json', '--outDir', fresh]
  const { status, error } = spawnSync(process.execPath, emit, { cwd: root, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) return status ?? 1

  await bundleCommand(fresh)
  await bundleLibrary(fresh)
  await rename(dist, stale).catch(unlessMissing)
  await rename(fresh, dist)
  return 0
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
