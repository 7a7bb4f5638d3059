// docs/reference/control-api.md, from the OpenAPI document that a double serves, with answers that one gave.
import { type Emulator, createEmulator } from '../../emulator/index.ts'
import { examplesOf } from './control-examples.ts'
import { type Schema, fieldsOf, typeOf } from './schema-words.ts'
import { code, table } from './table.ts'

interface Parameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  schema: Schema
  description?: string
}

interface Content {
  content?: Record<string, { schema: Schema }>
}

interface Operation {
  operationId: string
  summary: string
  description?: string
  parameters?: Parameter[]
  requestBody?: Content
  responses: Record<string, Content & { description: string }>
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const base = '/_stuntdouble'

/** The page as it should be. */
export async function controlApiPage(): Promise<string> {
  await using emulator = await createEmulator({ clock: '2026-01-01T00:00:00Z' })
  const document = await documentOf(emulator)
  const examples = await examplesOf(emulator)
  const paths = Object.keys(document.paths).filter((path) => path.startsWith(base))
  const groups = Map.groupBy(paths, groupOf)
  const sections = [...groups].map(([name, paths]) => {
    const operations = paths.flatMap((path) =>
      Object.entries(document.paths[path] ?? {}).map(([method, operation]) => {
        const scoped = document.paths[`/w/{world}${path}`] !== undefined
        return describe(`${method.toUpperCase()} ${path.slice(base.length)}`, operation, scoped, examples)
      }),
    )
    return `## ${name}\n\n${operations.join('\n\n')}`
  })
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `### Schema ${name}\n\n${table(['field', 'type', ''], fieldsOf(schema))}`,
  )
  return `<!-- Written by npm run docs out of the document at /_stuntdouble/openapi.json. -->
# The control API

Below \`/_stuntdouble\` a double is steered: worlds, clocks, jobs, journals, faults, states. JSON goes in and comes out. What is about one world is
about \`main\`; below \`/w/NAME/_stuntdouble\` it is about the world NAME. In-process, \`world.clock\`, \`world.jobs\`, \`world.faults\` and so on do the same
without a request. The double serves this as an OpenAPI document at \`/_stuntdouble/openapi.json\`.

The API is for the machine that the double runs on, and for its containers: a request that another site's web page sent, or that names a host which
is no address, no \`localhost\` and not without a dot, is refused (403) unless \`--control-host\` names it. Errors are \`{error: {code, message, issues?}}\`.
A field with a \`*\` has to be there; of an answer, one with \`?\` may be missing. *Of a world*: also below \`/w/NAME\`.

${table(
  ['', ''],
  [...groups].map(([name, paths]) => [`[${name}](#${name.replace(/[^\w]/g, '')})`, methodsOf(paths, document)]),
)}

${sections.join('\n\n')}

## Schemas

${schemas.join('\n\n')}
`
}

async function documentOf(emulator: Emulator): Promise<Document> {
  const answer = await emulator.fetch(new Request(`${emulator.url}${base}/openapi.json`))
  return (await answer.json()) as Document
}

/** The first word of its path; the page itself and its files are the console. */
function groupOf(path: string): string {
  const [, word = ''] = /^\/([\w-]*)(?:$|[/.])/.exec(path.slice(base.length)) ?? []
  return word === '' || word === 'icon' ? 'console' : word
}

function methodsOf(paths: readonly string[], { paths: all }: Document): string {
  return paths
    .flatMap((path) =>
      Object.entries(all[path] ?? {}).map(
        ([method, { summary }]) => `${code(`${method.toUpperCase()} ${path.slice(base.length)}`)} ${summary}`,
      ),
    )
    .join(' · ')
}

function describe(title: string, operation: Operation, scoped: boolean, examples: ReadonlyMap<string, string>): string {
  const { description, operationId, parameters = [], requestBody, responses, summary } = operation
  const example = examples.get(operationId)
  return [
    `### ${title}`,
    [`**${summary.replace(/([^?])$/, '$1.')}**`, description, scoped ? '*Of a world.*' : undefined]
      .filter((words) => words !== undefined)
      .join(' '),
    ...(parameters.length > 0 ? [table(['parameter', 'type', ''], parameters.map(parameterRow))] : []),
    ...Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => bodyOf(type, schema)),
    table(['answer', '', ''], Object.entries(responses).filter(isItsOwn).map(answerRow)),
    ...(example === undefined ? [] : [example]),
  ].join('\n\n')
}

function parameterRow({ description, in: where, name, required, schema }: Parameter): string[] {
  return [`${code(name)}${required ? '*' : ''} (${where})`, typeOf(schema), description ?? '']
}

function bodyOf(type: string, schema: Schema): string {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return `Takes \`${type}\`: ${typeOf(schema)}.`
  return `Takes \`${type}\`:\n\n${table(['field', 'type', ''], fields)}`
}

/** What every request may be refused for stands at the beginning. */
function isItsOwn([status, { description }]: [string, { description: string }]): boolean {
  return !(status === '403' && description.startsWith('`forbidden`: A web page')) && !['413', '415'].includes(status)
}

function answerRow([status, { content = {}, description }]: [string, Content & { description: string }]): string[] {
  const [[type, body] = []] = Object.entries(content)
  const shape = body === undefined ? '' : type === 'application/json' ? typeOf(body.schema) : code(type ?? '')
  return [code(status), shape, description]
}
