// Golden transcripts: requests and the exact answers in one readable file, run for real. A reviewer reads it without running anything.
//
// A transcript is prose, and steps that begin with `=== `. A step is a request as it would be typed, and behind `--- ` what was answered:
//
//   === The stores of the account
//   GET /stores/v1.1/stores
//   X-Api-Key: tcs_…
//
//   --- 200
//   content-type: application/json; charset=utf-8
//
//   [ … ]
//
// Lines that begin with `#` are notes. Lines that begin with `@` do something else than a request: `@header X-Api-Key: …` is sent from
// then on, `@advance 12s`, `@idle`, `@put BUCKET/KEY SAMPLE`. JSON is shown indented; on the wire it is on one line, or it is shown raw.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Emulator, World } from '../emulator/index.ts'
import { transcriptAgent } from './ledger/driver.ts'

export interface Stage {
  fetch: (request: Request) => Promise<Response>
  /** What paths are relative to; an absolute URL is taken as it is. */
  url: string
  /** What lines such as `@advance 12s` do, by their first word. */
  directives: Readonly<Record<string, (argument: string) => Promise<unknown> | unknown>>
}

/**
 * Replays a transcript and answers it with what was answered now: the same text, when nothing has changed.
 *
 * In a test: `await expect(await replay(text, stage)).toMatchFileSnapshot(path)`; `vitest -u` writes the answers.
 * @throws {Error} naming the step that cannot be read
 */
export async function replay(transcript: string, stage: Stage): Promise<string> {
  const steps = transcript.split(/^(?==== )/m)
  const prose = steps[0]?.startsWith('=== ') ? undefined : steps.shift()
  const headers = new Headers()
  const replayed: string[] = []
  for (const step of steps) {
    const [asked = ''] = step.split(/^(?=--- )/m)
    const answer = await perform(asked, stage, headers)
    replayed.push(answer === undefined ? `${asked.trimEnd()}\n` : `${asked.trimEnd()}\n\n${answer}`)
  }
  return [...(prose === undefined ? [] : [`${prose.trimEnd()}\n`]), ...replayed].join('\n')
}

/** A world that a transcript acts upon. */
export function stageOf(emulator: Pick<Emulator, 'fetch' | 'url'>, world: World): Stage {
  return {
    fetch: emulator.fetch,
    url: world.name === 'main' ? emulator.url : `${emulator.url}/w/${world.name}`,
    directives: {
      advance: (duration) => world.jobs.advanceTo(world.clock.now() + milliseconds(duration)),
      idle: () => world.jobs.advanceUntilIdle(),
      async put(argument) {
        const [target = '', sample = ''] = argument.split(' ')
        const slash = target.indexOf('/')
        const bytes = await readFile(new URL(`../fixtures/media/${sample}`, import.meta.url))
        await world.objects.put(target.slice(0, slash), target.slice(slash + 1), new Uint8Array(bytes))
      },
    },
  }
}

async function perform(step: string, stage: Stage, always: Headers): Promise<string | undefined> {
  const lines = step.split('\n')
  const title = lines.shift() ?? ''
  while (/^(?:[#@].*)?$/.test(lines[0] ?? 'end')) {
    const line = lines.shift() ?? ''
    if (line.startsWith('@')) await direct(line, title, stage, always)
  }
  const line = lines.shift()
  if (line === undefined) return undefined
  const [, method, target] = /^([A-Z]+) (\S+)$/.exec(line) ?? []
  if (method === undefined || target === undefined)
    throw new Error(`No request line, such as GET /path, in the step: ${title}`)
  const headers = new Headers([['user-agent', transcriptAgent], ...always])
  for (let line = lines.shift(); line !== undefined && line !== ''; line = lines.shift()) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new Error(`No header, such as Name: value: ${line}`)
    headers.set(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  const body = lines.join('\n').trim()
  const url = /^https?:/.test(target) ? target : stage.url + target
  return show(await stage.fetch(new Request(url, { method, headers, ...(body === '' ? {} : { body }) })))
}

async function direct(line: string, title: string, { directives }: Stage, always: Headers): Promise<void> {
  const [, word = '', argument = ''] = /^@(\w+) ?(.*)$/.exec(line) ?? []
  if (word === 'header') {
    const colon = argument.indexOf(':')
    always.set(argument.slice(0, colon), argument.slice(colon + 1).trim())
    return
  }
  const directive = directives[word]
  if (!directive) throw new Error(`Nothing does @${word} in the step: ${title}`)
  await directive(argument)
}

async function show(response: Response): Promise<string> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\n`).toSorted()
  const body = describe(new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type') ?? '')
  return `--- ${response.status}\n${headers.join('')}${body === '' ? '' : `\n${body}\n`}`
}

function describe(bytes: Uint8Array, type: string): string {
  if (bytes.length === 0) return ''
  if (!/json|xml|text/.test(type))
    return `[${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}]`
  const text = new TextDecoder().decode(bytes)
  if (!type.includes('json')) return text
  const value: unknown = JSON.parse(text)
  return JSON.stringify(value) === text ? JSON.stringify(value, null, 2) : text
}

function milliseconds(duration: string): number {
  const [, number = '', unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? []
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit]
  if (factor === undefined) throw new Error(`"${duration}" is no duration such as 12s`)
  return Number(number) * factor
}
