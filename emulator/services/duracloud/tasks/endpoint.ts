// `GET /task` and `POST /task/NAME` (§2.1, §2.2).
import { BodyAborted, BodyMalformed, BodyTooLarge, type FileSink, readBody } from '../../../body/index.ts'
import { deepestJson, isDeeperInSlices } from '../../../body/is-deeper.ts'
import { wholeText, type WholeText } from '../../../body/whole-text.ts'
import { answerText } from '../../../exchange.ts'
import type { Call } from '../call.ts'
import { refuse } from '../errors.ts'
import { primaryStore, storeById } from '../find.ts'
import type { Store } from '../model.ts'
import type { PathParameters } from '../routes.ts'
import { element, escapeText } from '../xml.ts'
import { checkAccess } from './access.ts'
import { readTaskBody } from './first-value.ts'
import { tasksOf } from './providers.ts'

/** Far more than any task's parameters. */
const bodyBytes = 1024 * 1024

/** The list as XStream writes it: no declaration, LF. */
export function list(call: Call): Response {
  const tasks = tasksOf(storeOf(call).type, call.world.settings.duracloud.profile)
  let xml = written.get(tasks)
  if (xml === undefined) {
    const names = tasks.map(({ name }) => `\n  <string>${escapeText(name)}</string>`)
    xml = element('list', {}, names.length === 0 ? '' : `${names.join('')}\n`).replace('<list />', '<list/>')
    written.set(tasks, xml)
  }
  return answerText(call.exchange, 200, xml, { 'content-type': 'application/xml' })
}

/** Of each list of tasks; there are nine. */
const written = new Map<ReturnType<typeof tasksOf>, string>()

export async function perform(call: Call, { taskName: name }: PathParameters): Promise<Response> {
  const { world, caller, exchange } = call
  exchange.operation = `tasks.${name}`
  const store = storeOf(call)
  const known = tasksOf(store.type, world.settings.duracloud.profile).find((task) => task.name === name)
  if (!known) throw refuse(400, `${name} is not a supported task.`)
  const whole = await readParameters(call)
  exchange.requestBody = whole.text
  const body = await readTaskBody(whole)
  const task = { name, world, store, caller, body }
  checkAccess(task)
  return answerText(exchange, 200, await known.task(task), { 'content-type': 'text/plain' })
}

/** Only here does a store that is none stand for the primary one. */
function storeOf({ query }: Call): Store {
  return storeById(query.get('storeID') ?? '') ?? primaryStore()
}

/** The body whatever its Content-Type says; of a form, its first file. */
async function readParameters({ request }: Call): Promise<WholeText> {
  try {
    if (/^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')) {
      const body = await readBody(request, { sink: memorySink(), limits: { fileBytes: bodyBytes } })
      const text = body.kind === 'multipart' ? (body.files[0]?.stored ?? '') : ''
      return { text, isDeeper: await isDeeperInSlices(text) }
    }
    return await wholeText(request, { maxBytes: bodyBytes, deepest: deepestJson })
  } catch (error) {
    const isTheirs = error instanceof BodyTooLarge || error instanceof BodyMalformed || error instanceof BodyAborted
    if (isTheirs) throw refuse(500, error.message)
    throw error
  }
}

function memorySink(): FileSink<string> {
  return {
    open() {
      const decoder = new TextDecoder()
      let text = ''
      return {
        write: (chunk) => void (text += decoder.decode(chunk, { stream: true })),
        close: async () => text + decoder.decode(),
        abort: async () => undefined,
      }
    },
  }
}
