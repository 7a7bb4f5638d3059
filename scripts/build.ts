// `npm run build`: emits dist/, which is what the package ships: JavaScript and types by tsc, and the media beside them.
import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdtemp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

// Built aside and moved into place, so that whoever runs dist/ meanwhile never sees half of it.
await mkdir(join(root, '.cache'), { recursive: true })
const workplace = await mkdtemp(join(root, '.cache', 'build-'))
const fresh = join(workplace, 'fresh')

try {
  // No source maps: what tsc emits is the source without its types, comments included.
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json', '--outDir', fresh], {
    cwd: root,
    stdio: 'inherit',
  })
  await cp(join(root, 'fixtures', 'media'), join(fresh, 'fixtures', 'media'), { recursive: true })
  await chmod(join(fresh, 'emulator', 'cli.js'), 0o755)

  await rename(dist, join(workplace, 'stale')).catch(unlessMissing)
  await rename(fresh, dist)
} finally {
  await rm(workplace, { recursive: true, force: true })
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
