// What holds for every document: links lead somewhere, code is run or is said not to be, names of commands and variables are real.
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { program } from '../emulator/cli/program.ts'
import { environmentOf } from '../emulator/environment.ts'
import { mainCredentials } from '../emulator/credentials.ts'
import { pages } from '../scripts/docs/pages.ts'
import { type Block, blocksOf } from './document-blocks.ts'
import { anchorsOf, linksOf } from './document-links.ts'
import { documents } from './documents.ts'
import { root } from './readme-blocks.ts'

const texts = new Map(
  await Promise.all((await documents()).map(async (path) => [path, await readFile(root + path, 'utf8')] as const)),
)
const all = [...texts].map(([path, text]) => ({ path, text }))

describe('links', () => {
  it('are found, and not in code', () => {
    expect(
      linksOf('[a](b.md#c-d) `[x](y)` ![p](p.png "P")\n```\n[no](no.md)\n```\n[u](https://x.test) [h](#here)'),
    ).toEqual([
      { path: 'b.md', anchor: 'c-d' },
      { path: 'p.png', anchor: undefined },
      { path: '', anchor: 'here' },
    ])
    expect([...anchorsOf('# A `b`, c!\n## GET /x/{id}\n## GET /x/{id}\n```\n# no\n```')]).toEqual([
      'a-b-c',
      'get-xid',
      'get-xid-1',
    ])
  })

  it.each(all)('of $path lead somewhere', ({ path, text }) => {
    const broken = linksOf(text).flatMap((link) => {
      const target = link.path === '' ? path : normalize(join(dirname(path), link.path))
      const shown = `${link.path}${link.anchor === undefined ? '' : `#${link.anchor}`}`
      if (!existsSync(root + target)) return [`${shown}: there is no ${target}`]
      if (link.anchor === undefined) return []
      return anchorsOf(texts.get(target) ?? '').has(link.anchor) ? [] : [`${shown}: ${target} has no such heading`]
    })
    expect(broken).toEqual([])
  })

  it('of docs/README.md lead to every page', () => {
    const index = linksOf(texts.get('docs/README.md') ?? '')
    const linked = new Set(index.map(({ path }) => normalize(join('docs', path))))
    const others = [...texts.keys()].filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')
    expect(others.filter((path) => !linked.has(path))).toEqual([])
  })
})

describe('code', () => {
  it('is found with what is said of it', () => {
    expect(
      blocksOf('<!-- test: a -->\n```sh\nx\n```\n<!-- not run: why -->\n````ts\n```\n````\n```\ny\nz\n```'),
    ).toEqual([
      { test: 'a', notRun: undefined, language: 'sh', code: 'x', line: 2 },
      { test: undefined, notRun: 'why', language: 'ts', code: '```', line: 6 },
      { test: undefined, notRun: undefined, language: '', code: 'y\nz', line: 9 },
    ])
  })

  /** What a reader would run, or paste. */
  const languages = new Set(['sh', 'bash', 'ts', 'js', 'python', 'java', 'go', 'yaml'])
  const tests = globSync('{harness,contracts,scripts}/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] })
  const sources = Promise.all(tests.map((path) => readFile(join(root, path), 'utf8')))
  const scripts = readFile(`${root}package.json`, 'utf8').then((text) =>
    Object.keys((JSON.parse(text) as { scripts: object }).scripts),
  )

  /** Whether a test has both the document's path (or its folder's) and the block's name in it. */
  async function isTested(path: string, { test = '' }: Block): Promise<boolean> {
    const ways = path === 'README.md' ? [/readmeBlock\(/, /README\.md/] : [new RegExp(path.replaceAll('.', '\\.'))]
    return (await sources).some((source) => {
      if (path.startsWith('docs/tutorials/') && source.includes('`docs/tutorials/${name}.md`')) return true
      return ways.some((way) => way.test(source)) && source.includes(`'${test}'`)
    })
  }

  it.each(all.filter(({ path }) => !(path in pages)))('of $path is run, or says why not', async ({ path, text }) => {
    const problems: string[] = []
    for (const block of blocksOf(text)) {
      if (!languages.has(block.language) || block.notRun !== undefined) continue
      if (block.test !== undefined && !(await isTested(path, block)))
        problems.push(`line ${block.line}: no test runs the block ${block.test}`)
      const started = block.language === 'sh' && linesOf(block.code).every(isStart)
      if (block.test === undefined && !started)
        problems.push(`line ${block.line}: put <!-- test: NAME --> or <!-- not run: WHY --> before it`)
    }
    expect(problems).toEqual([])
  })

  it.each(all)('of $path names commands, options and scripts that there are', async ({ text }) => {
    const known = await scripts
    const lines = blocksOf(text).flatMap(({ code, language }) => (language === 'sh' ? linesOf(code) : []))
    const wrong = lines.flatMap((line) => [
      ...[...line.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].flatMap(([, script = '']) =>
        known.includes(script) ? [] : [`npm run ${script}`],
      ),
      ...[
        ...line.matchAll(/(?:^|npx |exec -- |[\s(]run -s )stuntdouble (?:-- )?((?:snapshot )?[a-z]+)\b(.*)/g),
      ].flatMap(([, command = '', rest = '']) => wrongOptions(command, rest)),
    ])
    expect(wrong).toEqual([])
  })

  it.each(all)('of $path names variables that there are', ({ text }) => {
    const named = new Set([...text.matchAll(/\bSTUNTDOUBLE_[A-Z0-9_]+\b/g)].map(([name]) => name))
    expect([...named].filter((name) => !variables.has(name))).toEqual([])
  })
})

/** Commands of more than one line are one. */
function linesOf(code: string): string[] {
  return code
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** It installs or starts something, which is what the suites do all the time; its words are checked. */
function isStart(line: string): boolean {
  return /^(?:[A-Z_]+=\S+ )*(npm (ci|i|install|start|test|run)\b|npx stuntdouble |stuntdouble |docker (build|run|compose)\b)/.test(
    line.replace(/^[A-Z_]+='[^']*' /, ''),
  )
}

const commands = new Map(
  program().commands.flatMap((command) =>
    [command, ...command.commands].map((one) => {
      const name = one.parent?.parent ? `${one.parent.name()} ${one.name()}` : one.name()
      return [name, one.options.map(({ long }) => long)] as const
    }),
  ),
)

function wrongOptions(command: string, rest: string): string[] {
  const options = commands.get(command)
  if (!options) return [`stuntdouble ${command}`]
  const own = rest.split(/ -- | #|[|>;)]/)[0] ?? ''
  return [...own.matchAll(/(?<=\s)--[a-z][\w-]*/g)].flatMap(([option]) =>
    option === '--help' || options.includes(option) ? [] : [`stuntdouble ${command} ${option}`],
  )
}

const address = 'http://127.0.0.1:4600'
const variables = new Set([
  ...program().commands.flatMap(({ options }) => options.map(({ envVar }) => envVar ?? '')),
  ...Object.keys(
    environmentOf({ name: 'main', credentials: mainCredentials }, { url: address, s3Url: 'http://127.0.0.1:4601' }),
  ),
  // Of docker-compose.yml and the examples.
  'STUNTDOUBLE_IMAGE',
  'STUNTDOUBLE_FFMPEG_IMAGE',
  'STUNTDOUBLE_FFMPEG_PORT',
  'STUNTDOUBLE_FFMPEG_S3_PORT',
])
