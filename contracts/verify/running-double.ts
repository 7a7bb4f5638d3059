// A double that runs elsewhere: each interaction gets a world of its own from its control API, and that goes when it is over.
import { z } from 'zod'
import type { Credentials } from '../../emulator/credentials.ts'
import type { JournalEntry } from '../../emulator/journal.ts'
import type { GivenScenario } from '../../fixtures/scenarios/plan.ts'
import { StateRefused, type Values } from '../states/index.ts'
import { explained } from './own-double.ts'
import { CannotVerify } from './problem.ts'
import type { Delivery, Provider, Turn } from './provider.ts'
import { reasonOf } from './reason.ts'

export interface RunningDoubleOptions {
  /** `http://127.0.0.1:4600` */
  url: string
  /** Every interaction in this world, which is reset before each; default: a new world each. */
  world?: string | undefined
  /** Of the new worlds; default that of `main`. */
  scenario?: GivenScenario | undefined
}

/** What the control API answers of a world, as far as it is needed here. */
const described = z.looseObject({
  name: z.string(),
  clock: z.looseObject({ mode: z.enum(['real', 'frozen']), now: z.string() }),
  credentials: z.custom<Credentials>((value) => typeof value === 'object' && value !== null),
  env: z.looseObject({ STUNTDOUBLE_URL: z.string(), AWS_ENDPOINT_URL_S3: z.string() }),
})

/** Whether a double answers there; false for anything else, and for nobody. */
export async function isDouble(url: string): Promise<boolean> {
  const response = await fetch(`${url}/_stuntdouble/health`, { signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  )
  const isIt = response?.ok === true && (response.headers.get('content-type') ?? '').includes('json')
  await response?.body?.cancel()
  return isIt
}

export function runningDouble({ url, world, scenario }: RunningDoubleOptions): Provider {
  let current: string | undefined

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const sent =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return fetch(`${url}${path}`, { method, ...sent })
  }

  async function leave(): Promise<void> {
    if (current === undefined) return
    const name = current
    current = undefined
    await (await control('DELETE', `/_stuntdouble/worlds/${name}`)).body?.cancel()
  }

  /** A fresh one, by whichever way. */
  async function enter(): Promise<z.output<typeof described>> {
    if (world !== undefined) {
      await refused(await control('POST', `/w/${world}/_stuntdouble/reset`))
      return described.parse(await (await refused(await control('GET', `/_stuntdouble/worlds/${world}`))).json())
    }
    const asked = { clock: 'frozen', ...(scenario !== undefined && { scenario }) }
    const made = described.parse(await (await refused(await control('POST', '/_stuntdouble/worlds', asked))).json())
    current = made.name
    return made
  }

  return {
    name: url,
    states: true,
    messages: true,
    async begin(): Promise<Turn> {
      await leave()
      const { name, clock, credentials, env } = await enter()
      const asOf = performance.now()
      const began = Date.parse(clock.now)
      const below = `/w/${name}/_stuntdouble`
      return {
        // By the address that we were given: the double may know itself by another.
        url: name === 'main' ? url : `${url}/w/${name}`,
        s3Url: env.AWS_ENDPOINT_URL_S3,
        credentials,
        now: () => (clock.mode === 'real' ? began + performance.now() - asOf : began),
        send: (request) => fetch(request),
        async setUp({ state, parameters }) {
          const response = await control('POST', `${below}/states`, { state: state.name, params: parameters })
          if (response.status === 400) throw new StateRefused(state.name, await messageIn(response))
          return (await (await refused(response)).json()) as Values
        },
        explain: async () =>
          explained((await entries(`${below}/journal?limit=20`)).find(({ direction }) => direction === 'in')),
        deliveries: async () =>
          (await entries(`${below}/journal?limit=1000`))
            .filter(({ direction, operation }) => direction === 'out' && operation === 'webhook')
            .map((entry) => deliveryOf(entry, credentials))
            .toReversed(),
      }
    },
    close: leave,
  }

  async function entries(path: string): Promise<JournalEntry[]> {
    return ((await (await refused(await control('GET', path))).json()) as { entries: JournalEntry[] }).entries
  }
}

async function refused(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new CannotVerify(`the double at ${new URL(response.url).origin} says: ${await messageIn(response)}`)
}

async function messageIn(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } }
    return error?.message ?? text
  } catch (error) {
    return `${response.status} ${reasonOf(error)}`
  }
}

function deliveryOf({ request: { url = '', headers, body = '' } }: JournalEntry, credentials: Credentials): Delivery {
  const byName = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const { 'x-api-key': shown, ...others } = Object.fromEntries(byName)
  if (shown === undefined) return { url, headers: others, body }
  // The journal shows how it begins, and whose it can be is known.
  const { apiKey } = credentials.stream
  const isOurs = shown.endsWith('…') && apiKey.startsWith(shown.slice(0, -1))
  return { url, headers: { ...others, 'x-api-key': isOurs ? apiKey : shown }, body }
}
