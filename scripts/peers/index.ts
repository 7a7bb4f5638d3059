// `npm run bench:peers`: the double beside what people would use in its place, in one run; writes docs/peers.md and its chart.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './install.ts'
import { chart } from './chart.ts'
import { calls, installs, intercepted, type Measure, objects, starts } from './measure.ts'
import type { Peer } from './peer.ts'
import { bare, peers } from './peers.ts'
import { footnotes, standing, table } from './table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    keys: { type: 'string', default: '1000000' },
    'fill-minutes': { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
    out: { type: 'string', default: join(root, 'docs') },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const say = (line: string): void => void process.stderr.write(`${line}\n`)

if (values.help) {
  process.stdout.write(`npm run bench:peers -- [options]

Installs the peers into .cache/peers (npm, Maven; MinIO by docker, where its image is), measures all by turns, and writes
docs/peers.md and docs/images/peers.svg. Takes about 25 minutes on two cores that nothing else uses; with --keys 20000, 10.

  --rounds N           of each measurement (5)
  --keys N             in the bucket of the long list, beside that of 1,000 (1000000)
  --fill-minutes N     that each peer is filled with them at most; the table says how far it came (5)
  --only NAME          this peer alone, and stuntdouble; may be given again
  --out DIR            where the document goes (docs)
`)
  process.exit(0)
}

const { only } = values
const chosen = peers.filter(({ name }) => only === undefined || name === 'stuntdouble' || only.includes(name))
const options = {
  rounds: Number(values.rounds),
  keys: Number(values.keys),
  fillMinutes: Number(values['fill-minutes']),
  say,
}
if (!Number.isInteger(options.rounds) || options.rounds < 1 || !(options.keys > 1000) || !(options.fillMinutes > 0)) {
  say('--rounds takes a number from 1, --keys one above 1000, --fill-minutes any above 0')
  process.exit(2)
}
const [load = 0] = loadavg()
const begin = performance.now()
const measures: Measure[] = [
  ...(await installs(chosen)),
  ...(await starts(chosen, options)),
  ...(await calls(chosen, options)),
  ...(await intercepted(chosen, options)),
  ...(await objects(chosen, options)),
]

const drawn = measures.filter(({ name }) => name !== 'packages' && !name.startsWith('memory after'))
await mkdir(join(values.out, 'images'), { recursive: true })
await writeFile(join(values.out, 'images/peers.svg'), chart(chosen, drawn, 'stuntdouble'))
await writeFile(join(values.out, 'peers.md'), page())
process.stdout.write(`${table(chosen, measures)}\n`)

function page(): string {
  const processor = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`
  const machine = `${processor}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${type()} ${release()}, Node ${process.versions.node} for all that run on Node`
  const minutes = Math.round((performance.now() - begin) / 60_000)
  return `# Beside the field

\`npm run bench:peers\` wrote this page: it installs each program alone, starts all of them on one machine, and measures them by turns,
${options.rounds} rounds after one that is thrown away. A cell is the median, and behind it what all rounds lie between. The machine: ${machine}.
${load.toFixed(1)} processes of others were at work on it when it began, and it took ${minutes} minutes.

![Bars of the table below](images/peers.svg)

${table(chosen, measures)}

${numbered(footnotes(measures))}What they are, and what they do when they are asked:

${chosen.map(described).join('\n')}

How it was measured: ${[...new Map(measures.map(({ how, name }) => [name, how]))].map(([name, how]) => `${name}: ${how}`).join('; ')}.

## Where the double stands

Left out are ${bare.join(' and ')}, which do nothing of what the others do:

${standing(chosen, measures, bare).join('\n')}

A dash is where a program has no such thing, or fails, as the number beside it says: s3rver cannot answer a page with more keys behind it on a Node without
\`crypto.createCipher\`.

They are not the same thing: Prism and WireMock answer what they were told, with no state behind it; s3rver and Azurite keep objects and
nothing else; emulate stands in for other vendors. What was to be listed was put by each peer's own wire, an object of one byte a request,
16 at a time, but into MinIO by tars of 1,000, which it unpacks.
`
}

/** A list, and an empty line after it, where there is anything. */
function numbered(notes: readonly string[]): string {
  return notes.length === 0 ? '' : `${notes.map((note, index) => `${index + 1}. ${note}.`).join('\n')}\n\n`
}

/** What it is, and what it does when it is asked. */
function described({ call, intercepted: behindMsw, is, name, objects: stored }: Peer): string {
  const said = [
    call && `One entity: ${call.what}.`,
    stored && `Objects: ${stored.what}.`,
    behindMsw && `Behind msw: ${behindMsw.what}.`,
  ]
  return `- **${name}**: ${is}. ${said.filter(Boolean).join(' ')}`
}
