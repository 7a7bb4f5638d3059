// What npm would publish: complete, nothing else in it, and usable by somebody who has only that.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { footprintOf } from './footprint.ts'
import { packAndInstall, type Packed, root } from './packed.ts'

const exec = promisify(execFile)
const binary = (name: string, path: string): string =>
  fileURLToPath(new URL(path, import.meta.resolve(`${name}/package.json`)))

/** Their own 5 s are too few on a machine under load. */
const patient = ['--testTimeout=60000', '--hookTimeout=60000']

const subpaths = [
  'stuntdouble',
  'stuntdouble/msw',
  'stuntdouble/pact',
  'stuntdouble/scenario',
  'stuntdouble/testcontainers',
  'stuntdouble/vitest',
]

let packed: Packed

beforeAll(async () => {
  packed = await packAndInstall()
}, 180_000)
afterAll(() => packed?.[Symbol.asyncDispose]())

it('holds dist, the licence, the readme and package.json, and no test', () => {
  const paths = packed.files.map(({ path }) => path)
  expect(paths.filter((path) => !/^(dist\/|LICENSE$|README\.md$|package\.json$)/.test(path))).toEqual([])
  expect(paths).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'dist/emulator/index.js',
      'dist/emulator/lib/index.js',
      'dist/fixtures/media/sample.mp4',
    ]),
  )
  expect(paths.filter((path) => /\.(test|clients|docker|failing)\.|\/scripts\//.test(path))).toEqual([])
  const harness = paths.filter((path) => path.startsWith('dist/harness/'))
  expect(
    harness.filter(
      (path) => !/^dist\/harness\/((msw|vitest)\/index|(pact|testcontainers)\/[\w-]+)\.(js|d\.ts)$/.test(path),
    ),
  ).toEqual([])
})

it('installs without a warning that concerns it, and without what only browsers need', async () => {
  expect(packed.installed.split('\n').filter((line) => /peer|ERESOLVE|stuntdouble|sqlite/i.test(line))).toEqual([])
  await expect(readFile(join(packed.project, 'node_modules/@sqlite.org/sqlite-wasm/package.json'))).rejects.toThrow(
    'ENOENT',
  )
})

it('is as large as the readme says, with as many dependencies', async () => {
  const { dependencies, megabytes } = await footprintOf(packed.project)
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const said = [...readme.matchAll(/(\d+) dependencies[^.]*?(\d+) MB/g)].map(([, count, size]) => [
    Number(count),
    Number(size),
  ])
  // A tenth of the size may come and go before the readme is wrong.
  const wrong = said.filter(([count, size = 0]) => count !== dependencies || Math.abs(size - megabytes) > size / 10)
  expect(wrong, `${dependencies} dependencies, ${megabytes} MB`).toEqual([])
  expect(dependencies).toBeLessThan(60)
  expect(megabytes).toBeLessThan(60)
})

it.each(['bin', 'lib', 'console'])('has the licences of all that is bundled beside the bundle %s', async (name) => {
  const directory = join(packed.project, 'node_modules/stuntdouble/dist/emulator', name)
  const licences = await readFile(join(directory, 'THIRD_PARTY_LICENSES.txt'), 'utf8')
  const named = [...licences.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \([^)]+\)$/gm)].map(([, each]) => each)
  // The bundler says of each module where it comes from; it is asked to be brief in the console's. A CommonJS module
  // that only its own file uses it writes within an expression, and does not name: ipaddr.js.
  const scripts = (await readdir(directory)).filter((file) => file.endsWith('.js'))
  const code = (await Promise.all(scripts.map((file) => readFile(join(directory, file), 'utf8')))).join('\n')
  const modules = [...code.matchAll(/^\/\/.*node_modules\/((?:@[^/]+\/)?[^/]+)\/[^\n]*$/gm)].map(([, each]) => each)
  const bundled = name === 'console' ? ['@preact/signals', '@preact/signals-core', 'preact'] : [...modules, 'ipaddr.js']
  expect(new Set(named)).toEqual(new Set(bundled))
  expect(licences.match(/^Copyright |WITHOUT WARRANT/gm)?.length).toBeGreaterThanOrEqual(named.length)
})

it('satisfies publint', async () => {
  const bytes = await readFile(packed.tarball)
  const tarball = new Uint8Array(bytes).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
})

it('has types that every resolution of an ESM package finds', async () => {
  const attw = binary('@arethetypeswrong/cli', 'dist/index.js')
  const { stdout } = await node(attw, packed.tarball, '--profile', 'esm-only', '--no-emoji', '--no-color')
  expect(stdout).toMatch(/^│ +│ node16 \(from ESM\) │ bundler +│/m)
  for (const name of subpaths) expect(stdout).toMatch(new RegExp(`^│ "${name}" +│ OK \\(ESM\\) +│ OK +│`, 'm'))
})

it('brings the console along, made', async () => {
  await writeFile(
    join(packed.project, 'console.js'),
    `import { createEmulator } from 'stuntdouble'
     const double = await createEmulator()
     for (const file of ['', 'console.js', 'console.css']) {
       const answer = await double.fetch(new Request('http://127.0.0.1:4600/_stuntdouble/' + file))
       console.log(answer.status, (await answer.text()).length > 300)
     }
     await double.close()`,
  )
  const paths = packed.files.map(({ path }) => path)
  expect(paths.filter((path) => path.startsWith('dist/emulator/console/page'))).toEqual([])
  expect(paths).toEqual(
    expect.arrayContaining(['dist/emulator/console/console.js', 'dist/emulator/console/console.css']),
  )
  expect((await node('console.js')).stdout).toBe('200 true\n'.repeat(3))
})

it('is used from JavaScript', async () => {
  await writeFile(
    join(packed.project, 'use.js'),
    `import { createEmulator } from 'stuntdouble'
     const double = await createEmulator()
     const answer = await double.fetch(new Request('http://127.0.0.1:4600/_stuntdouble/health'))
     console.log(answer.status)
     await double.close()`,
  )
  expect((await node('use.js')).stdout).toBe('200\n')
})

it.each(subpaths)('resolves %s to a file that is there, for Node and for browsers', async (specifier) => {
  await writeFile(
    join(packed.project, 'resolve.js'),
    `import { existsSync } from 'node:fs'
     import { fileURLToPath } from 'node:url'
     console.log(existsSync(fileURLToPath(import.meta.resolve('${specifier}'))))`,
  )
  expect((await node('resolve.js')).stdout).toBe('true\n')
  expect((await node('--conditions=browser', 'resolve.js')).stdout).toBe('true\n')
})

// Node loads all of it when somebody first names Response or Request, which takes longer than to import the double.
it('leaves Node’s fetch unloaded when it is imported', async () => {
  await writeFile(
    join(packed.project, 'unloaded.js'),
    `const loaded = () => process.moduleLoadList.some((name) => name.endsWith('undici/undici'))
     await import('stuntdouble')
     console.log(loaded())
     void Response
     console.log(loaded())`,
  )
  expect((await node('unloaded.js')).stdout).toBe('false\ntrue\n')
})

it('loads no optional peer, of which this project has none, until its subpath is imported', async () => {
  await writeFile(
    join(packed.project, 'lazy.js'),
    `import { createEmulator } from 'stuntdouble'
     const double = await createEmulator()
     const world = await double.createWorld()
     await world.telestream.aVideo()
     for (const name of ['msw', 'pact', 'testcontainers', 'vitest']) await import('stuntdouble/' + name).catch(({ message }) => console.log(message))
     await double.close()`,
  )
  const { stdout } = await node('lazy.js')
  expect(stdout).toMatch(
    /^Cannot find package 'msw' imported from .*\nCannot find package '@pact-foundation\/pact' imported from .*\nCannot find package 'testcontainers' imported from .*\nCannot find package 'vitest' imported from .*\n$/,
  )
})

it.each(['nodenext', 'bundler'])(
  'is used from strict TypeScript with module resolution %s',
  async (moduleResolution) => {
    await writeFile(
      join(packed.project, 'use.ts'),
      `import { createEmulator, type Emulator, type EmulatorOptions, type World } from 'stuntdouble'
     const options: EmulatorOptions = { clock: 'frozen', onProblem: (message: string) => console.error(message) }
     await using double: Emulator = await createEmulator(options)
     const world: World = double.worlds.main
     const answer: Response = await double.fetch(new Request('http://127.0.0.1:4600/_stuntdouble/health'))
     const key: string = world.credentials.telestream.accessKey
     console.log(answer.status, key)
     // @ts-expect-error a clock is no number
     await createEmulator({ clock: 5 })`,
    )
    const settings = {
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'es2024',
        lib: ['es2024', 'esnext.disposable'],
        module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
        moduleResolution,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      files: ['use.ts'],
    }
    await writeFile(join(packed.project, 'tsconfig.json'), JSON.stringify(settings))
    expect((await node(binary('typescript', 'bin/tsc'), '--project', 'tsconfig.json')).stdout).toBe('')
  },
)

it('is used from a page’s TypeScript, which has the types of no Node', async () => {
  await writeFile(
    join(packed.project, 'page.ts'),
    `import { createEmulator, type Emulator } from 'stuntdouble'
     import { aVideo } from 'stuntdouble/scenario'
     export async function show(): Promise<string> {
       await using double: Emulator = await createEmulator({ clock: 'frozen' })
       return (await double.fetch(new Request(double.url))).statusText + typeof aVideo
     }`,
  )
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  }
  await writeFile(join(packed.project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }))
  expect((await node(binary('typescript', 'bin/tsc'), '--project', 'tsconfig.json')).stdout).toBe('')
})

it('brings a command that knows its version', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const { stdout } = await exec(join(packed.project, 'node_modules/.bin/stuntdouble'), ['--version'])
  expect(stdout.trim()).toBe(version)
})

it('brings a command that serves', async () => {
  const command = join(packed.project, 'node_modules/.bin/stuntdouble')
  const server = spawn(command, ['start', '--port', '0', '--s3-port', '0', '--log', 'json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const lines = createInterface({ input: server.stdout })
  try {
    // The first of them; none when it ends instead.
    const { value: told = '{}' } = await lines[Symbol.asyncIterator]().next()
    const { event, url } = JSON.parse(told) as { event: string; url: string }
    expect(event).toBe('ready')
    expect((await fetch(`${url}/_stuntdouble/ready`)).status).toBe(200)
  } finally {
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }
})

// Asked from within, and with what is only done later put off: what is loaded while the double is quiet is another matter.
it('answers its first requests without Node’s fetch, which takes as long to load as all the rest', async () => {
  const preload = join(packed.project, 'asks.cjs')
  await writeFile(
    preload,
    `const { get } = require('node:http')
     const { subscribe, unsubscribe } = require('node:diagnostics_channel')
     const start = globalThis.setTimeout
     globalThis.setTimeout = (done, ms, ...given) => start(done, ms < 100 ? ms : 60_000, ...given)
     const loaded = () => process.moduleLoadList.some((name) => name.endsWith('undici/undici'))
     const ask = (port, path) => new Promise((resolve) => get({ port, path, host: '127.0.0.1' }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode))))
     const listening = ({ server }) => {
       unsubscribe('tracing:net.server.listen:asyncEnd', listening)
       void (async () => {
         const { port } = server.address()
         console.log(await ask(port, '/_stuntdouble/ready'), await ask(port, '/v2/profiles.json?token=clou_your-token'), loaded())
         console.log(await ask(port, '/_stuntdouble/worlds'), loaded())
         process.kill(process.pid, 'SIGTERM')
       })()
     }
     subscribe('tracing:net.server.listen:asyncEnd', listening)`,
  )
  const cli = join(packed.project, 'node_modules/stuntdouble/dist/emulator/bin/cli.js')
  const { stdout } = await node('--require', preload, cli, 'start', '--port', '0', '--s3-port', '0', '--log', 'silent')
  expect(stdout).toBe('200 200 false\n200 true\n')
})

// Last: they put msw and vitest, which the project has not until then, beside the package.
describe('the example of a project with vitest and msw', () => {
  beforeAll(async () => {
    for (const name of ['msw', 'vitest', 'typescript', '@types/node']) await link(name)
    await cp(join(root, 'harness/examples/vitest-msw'), packed.project, { recursive: true })
  })

  it('passes its tests, in silence', async () => {
    const vitest = binary('vitest', 'vitest.mjs')
    const run = await exec(process.execPath, [vitest, 'run', '--root', packed.project, '--no-color', ...patient], {
      cwd: packed.project,
      // Node 22 says of its SQLite that it is an experiment.
      env: { ...process.env, VITEST: '', NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    }).catch((error: { stdout: string; stderr: string }) => error)
    expect(run.stderr).toBe('')
    expect(run.stdout).toMatch(/Tests +3 passed \(3\)/)
  })

  it('is typed all the way', async () => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom'],
      module: 'nodenext',
      allowImportingTsExtensions: true,
      types: ['node'],
    }
    await writeFile(
      join(packed.project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['src', 'test'] }),
    )
    expect((await node(binary('typescript', 'bin/tsc'), '--project', 'tsconfig.json')).stdout).toBe('')
  })
})

it('makes containers with the testcontainers of the project', async () => {
  await link('testcontainers')
  await writeFile(
    join(packed.project, 'container.js'),
    `import { GenericContainer } from 'testcontainers'
     import { StuntdoubleContainer } from 'stuntdouble/testcontainers'
     console.log(new StuntdoubleContainer('stuntdouble').withScenario('empty') instanceof GenericContainer)`,
  )
  expect((await node('container.js')).stdout).toBe('true\n')
})

describe('the example of a project with pact', () => {
  const project = () => join(packed.project, 'with-pact')

  it('passes its test, in silence, and leaves a pact without a secret', async () => {
    await link('@pact-foundation/pact')
    await cp(join(root, 'harness/examples/vitest-pact'), project(), { recursive: true })
    const vitest = binary('vitest', 'vitest.mjs')
    const run = await exec(process.execPath, [vitest, 'run', '--root', project(), '--no-color', ...patient], {
      cwd: project(),
      env: { ...process.env, VITEST: '' },
    }).catch((error: { stdout: string; stderr: string }) => error)
    expect(run.stderr).toBe('')
    expect(run.stdout).toMatch(/Tests +1 passed \(1\)/)
    const pact = JSON.parse(await readFile(join(project(), 'pacts/films-telestream-cloud.json'), 'utf8')) as unknown
    const query = { access_key: ['your-access-key'], signature: [expect.stringMatching(/^.{43}=$/)] }
    expect(pact).toMatchObject({ interactions: [{ providerStates: [{ name: 'a video exists' }], request: { query } }] })
  })

  it('is kept by the double of its own command', async () => {
    const cli = join(packed.project, 'node_modules/stuntdouble/dist/emulator/bin/cli.js')
    const { stdout, stderr } = await node(cli, 'verify', join(project(), 'pacts'))
    expect(stderr).toBe('')
    expect(stdout).toMatch(/ ✓ .*, given a video exists\n\n1 kept \(/)
  })

  it('is typed all the way', async () => {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom'],
      module: 'nodenext',
      allowImportingTsExtensions: true,
      types: ['node'],
    }
    await writeFile(join(project(), 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src', 'test'] }))
    const config = join(project(), 'tsconfig.json')
    expect((await node(binary('typescript', 'bin/tsc'), '--project', config)).stdout).toBe('')
  })
})

/** A package as this repository has it. */
async function link(name: string): Promise<void> {
  const place = join(packed.project, 'node_modules', name)
  await mkdir(join(place, '..'), { recursive: true })
  await symlink(join(root, 'node_modules', name), place)
}

/** Runs Node in the project that installed the package, so that its conditions are a stranger's. */
async function node(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return exec(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: packed.project }).catch(
    (error: unknown) => {
      const output =
        error instanceof Error && 'stdout' in error && 'stderr' in error ? `${error.stdout}${error.stderr}` : ''
      throw new Error(output, { cause: error })
    },
  )
}
