// `npm run bench:peers`: the double beside what people would use in its place, in one run; writes docs/peers.md and its chart.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './install.ts'
import { chart } from './chart.ts'
import { calls, installs, type Measure, objects, starts } from './measure.ts'
import { peers } from './peers.ts'
import { standing, table } from './table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    keys: { type: 'string', default: '20000' },
    only: { type: 'string', multiple: true },
    out: { type: 'string', default: join(root, 'docs') },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const say = (line: string): void => void process.stderr.write(`${line}\n`)

if (values.help) {
  process.stdout.write(`npm run bench:peers -- [options]

Installs the peers into .cache/peers (npm, Maven; MinIO by docker, where its image is), measures all by turns, and writes
docs/peers.md and docs/images/peers.svg.

  --rounds N     of each measurement (5)
  --keys N       in the bucket of the long list (20000)
  --only NAME    this peer alone, and stuntdouble; may be given again
  --out DIR      where the document goes (docs)
`)
  process.exit(0)
}

const { only } = values
const chosen = peers.filter(({ name }) => only === undefined || name === 'stuntdouble' || only.includes(name))
const options = { rounds: Number(values.rounds), keys: Number(values.keys), say }
const measures: Measure[] = [
  ...(await installs(chosen)),
  ...(await starts(chosen, options)),
  ...(await calls(chosen, options)),
  ...(await objects(chosen, options)),
]

const drawn = measures.filter(({ name }) => name !== 'packages' && !name.startsWith('memory after'))
await mkdir(join(values.out, 'images'), { recursive: true })
await writeFile(join(values.out, 'images/peers.svg'), chart(chosen, drawn, 'stuntdouble'))
await writeFile(join(values.out, 'peers.md'), page())
process.stdout.write(`${table(chosen, measures)}\n`)

function page(): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`
  return `# Beside the field

\`npm run bench:peers\` wrote this page: it installs each program alone, starts all of them on one machine, and measures them by turns,
${options.rounds} rounds after one that is thrown away. A cell is the median, and behind it what all rounds lie between. The machine: ${machine}.

![Bars of the table below](images/peers.svg)

${table(chosen, measures)}

What they are, and what they do when they are asked:

${chosen.map(({ call, is, name, objects }) => `- **${name}**: ${is}. ${[call && `One entity: ${call.what}.`, objects && `Objects: ${objects.what}.`].filter(Boolean).join(' ')}`).join('\n')}

How it was measured: ${[...new Map(measures.map(({ how, name }) => [name, how]))].map(([name, how]) => `${name}: ${how}`).join('; ')}.

## Where the double stands

Bare Hono left out, which does nothing of what the others do:

${standing(chosen, measures, 'bare Hono').join('\n')}

A dash is where a program has no such thing, or fails: s3rver cannot answer a page with more keys behind it on a Node without
\`crypto.createCipher\`.

They are not the same thing: Prism and WireMock answer what they were told, with no state behind it; s3rver and Azurite keep objects and
nothing else; emulate stands in for other vendors. The list of a million keys is measured for the double alone (docs/benchmarks.md),
because to fill most of the others by their own wire takes hours.
`
}
