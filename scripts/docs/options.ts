// docs/reference/options.md: what createEmulator takes, from the comments at the types.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../harness/readme-blocks.ts'
import { code, table } from './table.ts'

interface Member {
  name: string
  type: string
  text: string
}

interface Shape {
  /** The option whose value it is; none: all of them. */
  option?: string
  file: string
  name: string
}

const shapes: readonly Shape[] = [
  { file: 'emulator/options.ts', name: 'EmulatorOptions' },
  { option: 'telestream', file: 'emulator/options.ts', name: 'TelestreamSettings' },
  { option: 'duracloud', file: 'emulator/options.ts', name: 'DuraCloudSettings' },
  { option: 'stream', file: 'emulator/options.ts', name: 'StreamSettings' },
  { option: 's3Store', file: 'emulator/objects/external-store.ts', name: 'S3StoreOptions' },
  { option: 'journal', file: 'emulator/journal.ts', name: 'JournalLimits' },
]

/** The page as it should be. */
export async function optionsPage(): Promise<string> {
  const sections = await Promise.all(
    shapes.map(async ({ file, name, option }) => {
      const members = membersOf(name, await readFile(join(root, file), 'utf8'))
      const rows = members.map(({ name, text, type }) => [code(name), typeOf(name, type), text])
      return `${option === undefined ? '' : `## ${option}\n\n`}${table(['option', 'type', ''], rows)}`
    }),
  )
  return `<!-- Written by npm run docs out of the comments in emulator/options.ts and what it names. -->
# Options of createEmulator

\`createEmulator(options)\` takes them, all optional; \`stuntdouble/vitest\` and \`stuntdouble/msw\` run on an emulator of it. Lengths of time are
in milliseconds. What the command line takes is [another page](cli.md).

${sections.join('\n\n')}
`
}

function typeOf(name: string, type: string): string {
  return shapes.some(({ option }) => option === name) ? `[below](#${name.toLowerCase()})` : code(type)
}

/** The members of an interface with the comment before each. @throws when there is none of that name */
function membersOf(name: string, source: string): Member[] {
  const [, body] = new RegExp(`^export interface ${name} \\{\n([\\s\\S]*?)\n\\}`, 'm').exec(source) ?? []
  if (body === undefined) throw new Error(`There is no interface ${name}`)
  const members = [...body.matchAll(/^ {2}(?:\/\*\*([\s\S]*?)\*\/\n {2})?(\w+)\??: (.+)$/gm)]
  return members.map(([, comment = '', member = '', type = '']) => ({ name: member, type, text: inOneLine(comment) }))
}

function inOneLine(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd())
    .filter((line) => line !== '')
    .join(' ')
}
