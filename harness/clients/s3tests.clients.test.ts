// Ceph's s3-tests against the double: what passed once passes, and the lists of what passes are whole.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { ownerId } from '../../emulator/s3/owner.ts'
import { runS3tests, type S3User } from './s3tests.ts'
import { findToolchain } from './toolchains.ts'

const lists = fileURLToPath(new URL('python-s3tests/', import.meta.url))
const listed = async (name: string) =>
  (await readFile(`${lists}${name}`, 'utf8')).split('\n').filter((line) => line !== '')

const toolchain = await findToolchain('python3.10')
const [expected, ofMinio] = [await listed('passed.txt'), await listed('passed-minio.txt')]

describe.skipIf(!toolchain)('Ceph’s s3-tests', () => {
  let passed = new Set<string>()
  let told = new Map<string, string>()
  const problems: string[] = []

  beforeAll(async () => {
    if (!toolchain) return
    await using emulator = await createEmulator({
      port: 0,
      s3Port: 0,
      clock: 'real',
      onProblem: (message, error) => void problems.push(`${message} ${String(error)}`),
    })
    const { s3Url } = await emulator.listen()
    const other = await emulator.worlds.create({ name: 'other' })
    const user = ({ s3 }: { s3: { accessKeyId: string; secretAccessKey: string } }): S3User => ({
      ...s3,
      id: ownerId({ credentials: s3 }),
      displayName: s3.accessKeyId,
    })
    const results = await runS3tests(toolchain, {
      endpoint: s3Url,
      main: user(emulator.worlds.main.credentials),
      alt: user(other.credentials),
    })
    passed = new Set(results.filter(({ outcome }) => outcome === 'passed').map(({ name }) => name))
    told = new Map(results.map((result) => [result.name, result.told]))
    process.stdout.write(
      `s3-tests: ${passed.size} of ${results.length} pass; of MinIO RELEASE.2025-09-07T16-13-09Z it is ${ofMinio.length}\n`,
    )
  })

  it.each(expected.map((name) => [name]))('%s', (name) => {
    expect(passed.has(name) ? 'passed' : told.get(name)).toBe('passed')
  })

  it('pass no other than those that are listed; `-u` lists those that do now', async () => {
    await expect([...passed, ''].join('\n')).toMatchFileSnapshot(`${lists}passed.txt`)
  })

  it('pass more often than of MinIO', () => {
    expect(passed.size).toBeGreaterThan(ofMinio.length)
  })

  it('leave nothing that the double found wrong with its work', () => {
    expect(problems).toEqual([])
  })
})
