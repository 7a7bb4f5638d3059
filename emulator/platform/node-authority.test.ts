import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAuthority } from './node-authority.ts'

const day = 24 * 60 * 60_000
const now = Date.parse('2026-01-01T00:00:00Z')

let directory: string
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'stuntdouble-')), 'tls')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

test('signs certificates for names and addresses', async () => {
  const authority = await openAuthority()
  const { certificate } = await authority.issue(['api.example.test', '*.example.test', '127.0.0.1', '::1'])
  const [leaf, root] = [new X509Certificate(certificate), new X509Certificate(authority.certificate)]
  expect(root.ca).toBe(true)
  expect(leaf.ca).toBe(false)
  expect(leaf.checkIssued(root)).toBe(true)
  expect(leaf.verify(root.publicKey)).toBe(true)
  expect(leaf.checkHost('api.example.test')).toBe('api.example.test')
  expect(leaf.checkHost('b.example.test')).toBe('*.example.test')
  expect(leaf.checkHost('example.org')).toBeUndefined()
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(leaf.checkIP('::1')).toBe('::1')
  expect(authority.file).toBeUndefined()
})

test('its certificates are good by real time, for clients whose clocks are a day slow too, and no longer than a browser takes', async () => {
  const authority = await openAuthority({ now: () => now })
  const leaf = new X509Certificate((await authority.issue(['localhost'])).certificate)
  expect(Date.parse(leaf.validFrom)).toBe(now - day)
  expect(Date.parse(leaf.validTo)).toBe(now + 397 * day)
})

test('two authorities have two names', async () => {
  const names = await Promise.all([openAuthority(), openAuthority()])
  const [first, second] = names.map(({ certificate }) => new X509Certificate(certificate).subject)
  expect(first).toMatch(/^O=stuntdouble\nCN=stuntdouble CA [0-9a-f]{8}$/)
  expect(first).not.toBe(second)
})

test('is made once for a directory, with a key that nobody else reads', async () => {
  const first = await openAuthority({ directory })
  expect(first.file).toBe(join(directory, 'ca.pem'))
  expect(await readFile(first.file ?? '', 'utf8')).toBe(first.certificate)
  expect((await stat(join(directory, 'ca-key.pem'))).mode & 0o777).toBe(0o600)
  const second = await openAuthority({ directory })
  expect(second.certificate).toBe(first.certificate)
  const leaf = new X509Certificate((await second.issue(['localhost'])).certificate)
  expect(leaf.verify(new X509Certificate(first.certificate).publicKey)).toBe(true)
})

test('is made anew before it expires', async () => {
  const first = await openAuthority({ directory, now: () => now })
  const nineYears = await openAuthority({ directory, now: () => now + 8 * 365 * day })
  expect(nineYears.certificate).toBe(first.certificate)
  const later = await openAuthority({ directory, now: () => now + 9 * 365 * day })
  expect(later.certificate).not.toBe(first.certificate)
  expect(await readFile(join(directory, 'ca.pem'), 'utf8')).toBe(later.certificate)
})

test('is made anew where a crash left a key and a certificate of two authorities', async () => {
  const first = await openAuthority({ directory })
  const stray = await openAuthority({ directory: join(directory, 'stray') })
  await writeFile(join(directory, 'ca-key.pem'), await readFile(join(directory, 'stray', 'ca-key.pem')))
  const second = await openAuthority({ directory })
  expect(second.certificate).not.toBe(first.certificate)
  expect(second.certificate).not.toBe(stray.certificate)
})
