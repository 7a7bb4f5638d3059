// Bun and Deno for the suite that runs the package in them: through npm, into the repository's ignored .cache/.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const home = fileURLToPath(new URL('../../.cache/clients/runtimes/', import.meta.url))

export const releases = { bun: '1.4.5', deno: '2.9.6' } as const

/** A runtime, and what starts a program in it. */
export interface Runtime {
  name: keyof typeof releases
  command: string
  /** Before the program's path. */
  args: readonly string[]
}

/**
 * Installs both, unless they are there already.
 *
 * @throws what npm said, when they cannot be had
 */
export async function prepareRuntimes(npm: Toolchain): Promise<Runtime[]> {
  await mkdir(home, { recursive: true })
  // Their install scripts choose the build for this machine.
  const project = { private: true, dependencies: releases, allowScripts: { bun: true, deno: true } }
  await writeFile(join(home, 'package.json'), JSON.stringify(project))
  await exec(npm.command, ['install', '--prefix', home, '--no-audit', '--no-fund', '--prefer-offline'], { cwd: home })
  const bin = join(home, 'node_modules', '.bin')
  return [
    { name: 'bun', command: join(bin, 'bun'), args: [] },
    { name: 'deno', command: join(bin, 'deno'), args: ['run', '--allow-all'] },
  ]
}
