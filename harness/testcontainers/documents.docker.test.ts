// docs/testcontainers.md: its code is that of the examples, and those run as they stand, each in a copy of its own.
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareRequirements } from '../clients/python-environment.ts'
import { findToolchain, type Toolchain, type ToolchainName } from '../clients/toolchains.ts'
import { buildImage, docker } from '../container/docker.ts'
import { packAndInstall } from '../package/packed.ts'
import { documentBlock, root } from '../readme-blocks.ts'

const exec = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url))
/** By which each of testcontainers finds an image of that name here: it begins the names of those that are of no registry. */
const prefixOf = (made: string) => `localhost/stuntdouble-${made}-${process.pid}/`
const ofSources = prefixOf('test')
const ofPackage = prefixOf('packed')

/** An image of the package as it is published, and nothing else: what the examples in other languages run against. */
const packedImage = `FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
ENV STUNTDOUBLE_HOST=0.0.0.0
USER node
EXPOSE 4600 4601
ENTRYPOINT ["node_modules/.bin/stuntdouble"]
CMD ["start"]
`

beforeAll(async () => {
  await docker(['tag', await buildImage('slim'), `${ofSources}stuntdouble`])
  await using packed = await packAndInstall()
  await writeFile(join(packed.project, 'Dockerfile'), packedImage)
  await docker(['build', '--quiet', '--tag', `${ofPackage}stuntdouble`, packed.project])
})
afterAll(() => docker(['rmi', `${ofSources}stuntdouble`, `${ofPackage}stuntdouble`]))

async function run(
  cwd: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
  prefix = ofPackage,
): Promise<string> {
  const quietly = { TESTCONTAINERS_RYUK_DISABLED: 'true', TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX: prefix }
  const ended = exec(command, args, { cwd, env: { ...process.env, ...quietly, ...env }, maxBuffer: 64 * 1024 * 1024 })
  const { stdout } = await ended.catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`, { cause: error })
  })
  return stdout
}

interface Example {
  /** A folder of `harness/examples`. */
  project: string
  block: string
  /** The file whose code the block is. */
  file: string
  toolchain: ToolchainName
  test: (at: string, toolchain: Toolchain) => Promise<string>
  passed: RegExp
}

const examples: Example[] = [
  {
    project: 'junit-testcontainers',
    block: 'java',
    file: 'src/test/java/example/ArchiveTest.java',
    toolchain: 'maven',
    test: (at, { command }) =>
      run(at, command, ['--batch-mode', `-Dmaven.repo.local=${join(cache, 'clients/maven')}`, 'test']),
    passed: /Tests run: 2, Failures: 0, Errors: 0, Skipped: 0/,
  },
  {
    project: 'go-testcontainers',
    block: 'go',
    file: 'films_test.go',
    toolchain: 'go',
    test: (at, { command }) =>
      run(at, command, ['test', '-count=1', '-v', './...'], {
        GOMODCACHE: join(cache, 'clients/go/modules'),
        GOCACHE: join(cache, 'clients/go/builds'),
        GOFLAGS: '-modcacherw -buildvcs=false',
      }),
    passed: /--- PASS: TestFilmsAreKept/,
  },
  {
    project: 'pytest-testcontainers',
    block: 'python',
    file: 'test_recordings.py',
    toolchain: 'python3.10',
    async test(at, toolchain) {
      const python = await prepareRequirements('pytest-testcontainers', join(at, 'requirements.txt'), toolchain)
      return run(at, python, ['-m', 'pytest', '-p', 'no:cacheprovider', '--no-header'])
    },
    passed: /1 passed/,
  },
]

describe.each(examples)('$block', ({ project, block, file, toolchain, test, passed }) => {
  const source = join(root, 'harness/examples', project)

  it('is in the document what it is in the example', async () => {
    const code = await readFile(join(source, file), 'utf8')
    expect(await documentBlock('docs/testcontainers.md', block)).toBe(code.trimEnd())
  })

  it('passes', async () => {
    const found = await findToolchain(toolchain)
    if (!found) throw new Error(`${toolchain} is missing`)
    const at = join(cache, 'examples', project)
    await rm(at, { recursive: true, force: true })
    await cp(source, at, { recursive: true })
    expect(await test(at, found)).toMatch(passed)
  })
})

it('the lines in TypeScript run as they stand', async () => {
  const at = join(cache, 'examples/testcontainers')
  await mkdir(at, { recursive: true })
  const file = join(at, 'buckets.ts')
  await writeFile(file, await documentBlock('docs/testcontainers.md', 'typescript'))
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', file]
  expect(await run(root, process.execPath, node, {}, ofSources)).toMatch(
    /^my-bucket\nhttp:\/\/\S+\/stuntdouble-ci--my-bucket-ci\/recordings\/stream-\S+\n$/,
  )
})
