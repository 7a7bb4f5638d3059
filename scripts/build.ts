// `npm run build`: emits dist/, which is what the package ships: JavaScript and types by tsc, and the media beside them.
import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { browserPackages, largePackages, serverPeers } from './left-outside.ts'

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

  await cp(join(root, 'fixtures', 'media'), join(fresh, 'fixtures', 'media'), { recursive: true })
  await bundleCommand(join(fresh, 'emulator', 'bin'))
  await rename(dist, stale).catch(unlessMissing)
  await rename(fresh, dist)
  return 0
}

/**
 * The command in a few files: a process that has to read some two hundred small modules takes twice as long to its first answer.
 * Its folder is as deep in dist/ as the modules that name the media by relative URLs.
 */
async function bundleCommand(directory: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { cli: 'emulator/cli.ts' },
    platform: 'node',
    resolve: { conditionNames: ['stuntdouble-source', 'node', 'import', 'default'] },
    external: [/^node:/, ...largePackages, ...serverPeers, ...browserPackages],
    logLevel: 'warn',
  })
  await bundle.write({ dir: directory, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' })
  await bundle.close()
  await chmod(join(directory, 'cli.js'), 0o755)
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
