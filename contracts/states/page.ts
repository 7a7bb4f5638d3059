// The page that lists the provider states, made of their own definitions.
import { z } from 'zod'
import { states } from './index.ts'
import type { ProviderState, StateService } from './state.ts'

const headings: Readonly<Record<StateService, string>> = {
  telestream: 'Telestream Cloud',
  duracloud: 'DuraCloud',
  stream: 'Stream',
  s3: 'Buckets',
  any: 'Every service',
}

/** Values that every state of a service answers besides its own. */
const credentials: Readonly<Record<StateService, string>> = {
  telestream: '`accessKey`, `factoryId` (also as `cloudId`) and `apiKey`',
  duracloud: '`username`',
  stream: '`apiKey`',
  s3: '`accessKeyId`',
  any: '',
}

const introduction = `# Provider states

What a pact may say that the world is like before a request: \`given('a video is encoded', { profiles: ['h264', 'webm'] })\`.
\`stuntdouble verify\` sets these states up in a fresh world for every interaction. Other verifiers, in any language, post them to
\`/_stuntdouble/states\`, or to \`/w/NAME/_stuntdouble/states\` for a world of its own:

\`\`\`sh
curl -X POST http://127.0.0.1:4600/_stuntdouble/states -H 'content-type: application/json' \\
  -d '{"state": "a video exists", "params": {"status": "processing"}}'
\`\`\`

The answer are the values that Pact injects where a file has a generator of the kind ProviderState: \`\${videoId}\`. Case, spaces and a full stop
at the end make no difference to a name; a name or a parameter that is unknown is refused with the nearest ones. Parameters are optional
unless it is said otherwise.

This page is generated (\`npm run docs:states\`).
`

/** Markdown. */
export function statesPage(): string {
  const sections = Object.entries(headings).map(([service, heading]) => {
    const own = states.filter((state) => state.service === service)
    const answered = credentials[own[0]?.service ?? 'any']
    const note = answered === '' ? '' : `\nEach of them also answers ${answered}.\n`
    return `## ${heading}\n${note}\n${own.map(describe).join('\n')}`
  })
  return [introduction, ...sections].join('\n')
}

interface Property {
  description?: string
  type?: string | string[]
  enum?: readonly string[]
  items?: Property
}

function describe({ name, description, parameters, values }: ProviderState): string {
  const { properties = {}, required = [] } = z.toJSONSchema(parameters, { io: 'input' }) as {
    properties?: Record<string, Property>
    required?: string[]
  }
  const rows = Object.entries(properties).map(([parameter, property]) => {
    const must = required.includes(parameter) ? ' Required.' : ''
    return `| \`${parameter}\` | ${typeOf(property)} | ${cell(`${property.description ?? ''}${must}`)} |`
  })
  const answers = Object.entries(values).map(([value, about]) => `\`${value}\` (${lowered(about.replace(/\.$/, ''))})`)
  return [
    `### ${name}\n`,
    `${description}\n`,
    ...(rows.length > 0 ? ['| parameter | type | |', '|---|---|---|', ...rows, ''] : []),
    ...(answers.length > 0 ? [`Answers ${answers.join(', ')}.\n`] : []),
  ].join('\n')
}

function typeOf({ type, items }: Property): string {
  if (type === 'array') return `list of ${typeOf(items ?? {})}s`
  if (type === 'string') return 'text'
  if (type === 'integer') return 'whole number'
  if (type === 'boolean') return 'true or false'
  return type === 'object' ? 'texts by name' : String(type ?? 'any')
}

function cell(text: string): string {
  return text.trim().replaceAll('|', '\\|')
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
