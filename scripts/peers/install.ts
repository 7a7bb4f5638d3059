// Installs the peers into a folder of its own, each alone, so that what it weighs is its own.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const exec = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))
export const cache = join(root, '.cache/peers')

/** Answers the folder that `name` was installed into: `NAME@VERSION`, or the path of a tarball. Once for each of them. */
export async function installAlone(name: string, specifiers: readonly string[]): Promise<string> {
  const directory = join(cache, name)
  const done = join(directory, 'installed')
  const wanted = (await Promise.all(specifiers.map(identity))).join(' ')
  if ((await readFile(done, 'utf8').catch(() => '')) === wanted) return directory
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'package.json'), JSON.stringify({ private: true, version: '0.0.0' }))
  await exec('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...specifiers], { cwd: directory })
  await writeFile(done, wanted)
  return directory
}

/** A tarball keeps its name when its contents are others. */
async function identity(specifier: string): Promise<string> {
  if (!specifier.endsWith('.tgz')) return specifier
  return `${specifier}#${createHash('sha256')
    .update(await readFile(specifier))
    .digest('hex')}`
}

/** A library of Maven Central, by the machine's own Maven. Answers the path of the jar. */
export async function mavenJar(group: string, artifact: string, version: string): Promise<string> {
  const directory = join(cache, artifact)
  const jar = join(directory, `${artifact}-${version}.jar`)
  const there = await access(jar).then(
    () => true,
    () => false,
  )
  if (!there) {
    const coordinates = `-Dartifact=${group}:${artifact}:${version}`
    await exec('mvn', ['-q', '-B', 'dependency:copy', coordinates, `-DoutputDirectory=${directory}`], { cwd: root })
  }
  return jar
}

/** Bytes of all files, and how many packages there are. */
export async function weigh(directory: string): Promise<{ bytes: number; packages: number }> {
  const modules = join(directory, 'node_modules')
  const files = (await readdir(modules, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  const lock = JSON.parse(await readFile(join(modules, '.package-lock.json'), 'utf8')) as { packages: object }
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), packages: Object.keys(lock.packages).length }
}

/** The tarball of the double as npm would publish it; `npm pack` builds it. */
export async function packDouble(): Promise<string> {
  const to = join(cache, 'packed')
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  await exec('npm', ['pack', '--silent', '--pack-destination', to], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  const [tarball = ''] = await readdir(to)
  return join(to, tarball)
}
