import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { licencesPage, type LockedPackage, lockedPackages, page, refusedLicences } from './licences.ts'

const lock = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')
const packages = lockedPackages(lock)

it('is what is documented', async () => {
  expect(await readFile(page, 'utf8'), 'run `npm run docs:licences`').toBe(licencesPage(packages))
})

it('allows all that is installed with the package to be passed on', () => {
  expect(refusedLicences(packages)).toEqual([])
  expect(packages.filter(({ runtime }) => runtime).length).toBeGreaterThan(20)
})

it('finds nothing native among it, and no install script: it is the same for every processor and every libc', () => {
  expect(packages.filter(({ runtime, native }) => runtime && native)).toEqual([])
  // And would see it.
  expect(packages.filter(({ native }) => native).map(({ name }) => name)).toContain('node')
})

const locked = (name: string, license?: string): LockedPackage => ({
  name,
  version: '1.0.0',
  license,
  runtime: true,
  native: false,
})

it('refuses what asks for more than to be named, what is unknown, and what nothing is said of', () => {
  const odd = [locked('a', 'GPL-3.0-only'), locked('b', 'See license in LICENSE'), locked('c'), locked('d', 'MIT')]
  expect(refusedLicences(odd)).toEqual([
    'a 1.0.0 is under GPL-3.0-only',
    'b 1.0.0 is under See license in LICENSE',
    'c 1.0.0 is under no known licence',
  ])
})

it('lets a package be under the Mozilla Public License only where no bundle holds it', () => {
  expect(refusedLicences([locked('mediabunny', 'MPL-2.0')])).toEqual([])
  expect(refusedLicences([locked('zod', 'MPL-2.0')])).toEqual(['zod 1.0.0 is under MPL-2.0'])
})
