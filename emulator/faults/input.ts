// A fault as it is asked for, and how it is understood.
import { z } from 'zod'
import { instant, strict } from '../control/schema.ts'
import { type Duration, milliseconds } from '../handle/duration.ts'
import { nearest } from '../nearest.ts'
import { defined } from '../defined.ts'
import { type CatalogueEntry, entriesOf, loadServiceFaults } from './catalogue.ts'
import {
  type FaultDetails,
  type FaultEffect,
  type FaultKind,
  type FaultService,
  faultServices,
  type NewFault,
} from './model.ts'
import { presetNames, presets } from './presets.ts'
import { FaultRefused } from './refused.ts'

const duration = z
  .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/)], {
    error: 'Expected ms, or a number with ms, s, m, h or d: 90s, 10m',
  })
  .meta({ description: 'A length of time: ms, or `90s`, `10m`, `2h`.' })
const pattern = z.string().min(1).max(500)
const whole = (min: number) =>
  z.int({ error: `Expected a whole number from ${min}` }).min(min, `Expected a whole number from ${min}`)
const clock = z.enum(['world', 'real'])
const when = z
  .enum(['before', 'after'])
  .describe('`after`: the request is done, and the client is not told. Default `before`.')

/** Whether it happens, and how long. A preset may be given others than its own. */
const limits = {
  name: z.string().min(1).max(200).optional().describe('As the journal calls it.'),
  probability: z.number().gt(0).max(1).optional().describe('Chance comes from the world’s seed. Default 1.'),
  nth: whole(1).optional().describe('The first matching one that it happens to. Default 1.'),
  times: whole(1).optional().describe('To how many it happens. Default: all.'),
  from: instant.optional().describe('In the world’s time. Default: now.'),
  until: instant.optional().describe('In the world’s time.'),
  for: duration.optional().describe('In place of `until`: so long.'),
}

const effects = {
  error: z.string().min(1).optional().describe('A name of the service’s catalogue.'),
  latency: z
    .union([duration, strict({ ms: duration, clock: clock.optional() })])
    .optional()
    .describe('Waits, in real time or until the world’s clock has passed. Default `real`.'),
  rateLimit: strict({ limit: whole(0), window: duration.optional() })
    .optional()
    .describe('So many in each window of world time, by default a minute; the others are refused.'),
  truncate: strict({ bytes: whole(0) })
    .optional()
    .describe('The connection breaks after so many bytes of the answer’s body.'),
  slow: strict({ bytesPerSecond: whole(1), clock: clock.optional() })
    .optional()
    .describe('The answer’s body comes at this pace.'),
  reset: z
    .union([z.literal(true), strict({ afterBytes: whole(0).optional(), when: when.optional() })])
    .optional()
    .describe(
      'The connection breaks without an answer; with `afterBytes`, when so much of the request’s body was read.',
    ),
  lose: z.literal(true).optional().describe('A webhook is not sent, and the service believes it was.'),
  duplicate: z.literal(true).optional().describe('A webhook is sent twice.'),
  disorder: z
    .union([z.literal(true), strict({ by: duration.optional(), within: duration.optional() })])
    .optional()
    .describe('A webhook is sent later, by world time: `by` so much, or by chance within a minute.'),
}

export const faultInputSchema = strict({
  preset: z.string().optional().describe('In place of all but the limits: see GET /faults/presets.'),
  service: z.enum(faultServices).optional(),
  vendor: z
    .enum(['telestream', 'duracloud', 'stream'])
    .optional()
    .describe('Of `webhook`, `source` and `storage`: only those of this service.'),
  operation: pattern.optional().describe('As the journal names it; `*` and `?` stand for any text and any character.'),
  method: pattern.optional(),
  path: pattern
    .optional()
    .describe(
      'Of the request, without its query; of `webhook` and `source` the URL; of `storage` `/BUCKET/KEY`; of an event a name or an id.',
    ),
  credential: z.string().min(1).optional().describe('Access key, API key, or user.'),
  ...limits,
  ...effects,
  when: when.optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('What the error takes; the catalogue says which.'),
})

export type FaultInput = z.input<typeof faultInputSchema>

const effectNames = Object.keys(effects) as (keyof typeof effects)[]
const ofRequests: readonly string[] = ['error', 'latency', 'rateLimit', 'truncate', 'slow', 'reset']
const ofWebhooks: readonly string[] = ['error', 'lose', 'duplicate', 'disorder']

/**
 * Understands what was asked for; a preset may be several faults.
 * @param now ms of the world's clock
 * @throws {FaultRefused}
 */
export async function readFaults(given: FaultInput, now: number): Promise<NewFault[]> {
  const { preset, ...input } = parse(given)
  if (preset === undefined) return [await readFault(input, now)]
  const known = presets[preset]
  if (!known) throw new FaultRefused(`There is no preset "${preset}"${didYouMean(preset, presetNames)}`)
  const changed = Object.keys(input).filter((field) => !(field in limits))
  if (changed.length > 0)
    throw new FaultRefused(
      `A preset takes ${Object.keys(limits).join(', ')} besides; ${changed.join(', ')} would make it another fault`,
    )
  return Promise.all(known.faults.map((fault) => readFault({ name: preset, ...fault, ...input }, now)))
}

function parse(given: unknown): FaultInput {
  const result = faultInputSchema.safeParse(given)
  if (result.success) return result.data
  const [first] = result.error.issues
  throw new FaultRefused(`${first?.path.length ? `${first.path.join('.')}: ` : ''}${first?.message ?? 'Invalid input'}`)
}

async function readFault(input: FaultInput, now: number): Promise<NewFault> {
  const { service } = input
  if (service === undefined) throw new FaultRefused(`service: it takes ${faultServices.join(', ')}; or \`preset\``)
  const named = effectNames.filter((name) => input[name] !== undefined)
  const [effectName] = named
  const possible = effectsOf(service)
  if (effectName === undefined || named.length > 1)
    throw new FaultRefused(
      `A fault does one thing: one of ${possible.join(', ')}${named.length > 1 ? `, not ${named.join(' and ')}` : ''}`,
    )
  if (!possible.includes(effectName))
    throw new FaultRefused(`${effectName} is not for ${service}; it takes ${possible.join(', ')}`)
  const { kind, event, effect } = await readEffect(service, effectName, input)
  checkMatch(service, kind, input)
  if (effect.kind === 'rate-limit' && (input.times ?? input.nth ?? input.probability) !== undefined)
    throw new FaultRefused('rateLimit: times, nth and probability have no meaning for a limit')
  const { from, until } = readTimes(input, now)
  const { vendor, method, path, credential, probability, nth, times } = input
  // Nothing else stores a part.
  const operation = input.error === 'part-lost' && service === 'storage' ? 'putPart' : input.operation
  return {
    name: input.name ?? `${service}: ${input.error ?? effectName}`,
    kind,
    service,
    effect,
    ...defined({ event, vendor, operation, method, path, credential, probability, nth, times, from, until }),
  }
}

function effectsOf(service: FaultService): readonly string[] {
  if (service === 'webhook') return ofWebhooks
  return service === 'source' || service === 'storage' ? ['error'] : ofRequests
}

interface ReadEffect {
  kind: FaultKind
  event?: string | undefined
  effect: FaultEffect
}

async function readEffect(service: FaultService, name: keyof typeof effects, input: FaultInput): Promise<ReadEffect> {
  const kind: FaultKind =
    service === 'storage' ? 'storage' : service === 'webhook' || service === 'source' ? 'outbound' : 'request'
  if (name !== 'error' && (input.details ?? input.when) !== undefined)
    throw new FaultRefused(`${input.details === undefined ? 'when' : 'details'}: it is for \`error\``)
  const { error = '', latency, rateLimit, truncate, slow, reset, disorder } = input
  switch (name) {
    case 'error':
      return readError(service, error, input)
    case 'latency': {
      const { ms, clock = 'real' } = typeof latency === 'object' ? latency : { ms: latency ?? 0 }
      return { kind, effect: { kind: 'latency', ms: length(ms), clock } }
    }
    case 'rateLimit': {
      const windowMs = Math.max(1, length(rateLimit?.window ?? '1m'))
      return { kind, effect: { kind: 'rate-limit', limit: rateLimit?.limit ?? 0, windowMs } }
    }
    case 'truncate':
      return { kind, effect: { kind: 'truncate', bytes: truncate?.bytes ?? 0 } }
    case 'slow':
      return { kind, effect: { kind: 'slow', bytesPerSecond: slow?.bytesPerSecond ?? 1, clock: slow?.clock ?? 'real' } }
    case 'reset': {
      const { afterBytes, when: at = 'before' } = typeof reset === 'object' ? reset : {}
      if (afterBytes !== undefined && at === 'after')
        throw new FaultRefused('reset: a request that is done has been read; it takes afterBytes, or when: after')
      return { kind, effect: { kind: 'reset', afterBytes, after: at === 'after' } }
    }
    case 'lose':
    case 'duplicate':
      return { kind, effect: { kind: name } }
    case 'disorder': {
      const { by, within = '1m' } = typeof disorder === 'object' ? disorder : {}
      return {
        kind,
        effect: { kind: 'disorder', byMs: by === undefined ? undefined : length(by), withinMs: length(within) },
      }
    }
  }
}

async function readError(service: FaultService, error: string, input: FaultInput): Promise<ReadEffect> {
  const entries = await entriesOf(service)
  const entry = entries.find(({ name }) => name === error)
  if (!entry) {
    const names = entries.map(({ name }) => name)
    throw new FaultRefused(`error: ${service} has no fault "${error}"${didYouMean(error, names)}`)
  }
  const details = await readDetails(service, entry, input.details ?? {})
  if (input.when === 'after' && entry.kind !== 'request')
    throw new FaultRefused(`when: ${error} is no answer to a request`)
  return {
    kind: entry.kind,
    event: entry.event,
    effect: { kind: 'error', error, details, after: input.when === 'after' },
  }
}

async function readDetails(
  service: FaultService,
  { name, details = {} }: CatalogueEntry,
  given: FaultDetails,
): Promise<FaultDetails> {
  for (const [field, value] of Object.entries(given)) {
    const known = details[field]
    if (known === undefined)
      throw new FaultRefused(
        `details: ${name} takes no ${field}; it takes ${Object.keys(details).join(', ') || 'none'}`,
      )
    if (typeof known !== typeof value) throw new FaultRefused(`details.${field}: Expected a ${typeof known}`)
  }
  const whole = { ...details, ...given }
  const refusal = (await loadServiceFaults(service))?.events[name]?.refuse?.(whole)
  if (refusal !== undefined) throw new FaultRefused(`details: ${refusal}`)
  return whole
}

function checkMatch(service: FaultService, kind: FaultKind, input: FaultInput): void {
  const foreign = (['vendor', 'operation', 'method', 'credential'] as const).filter(
    (field) => input[field] !== undefined && !fieldsOf(kind).includes(field),
  )
  if (foreign.length > 0)
    throw new FaultRefused(`${foreign.join(', ')}: ${input.error ?? service} is not chosen by that`)
}

function fieldsOf(kind: FaultKind): readonly string[] {
  if (kind === 'request') return ['operation', 'method', 'credential']
  if (kind === 'outbound') return ['vendor', 'method']
  return kind === 'storage' ? ['operation', 'vendor'] : []
}

function readTimes(
  { from, until, for: span }: FaultInput,
  now: number,
): { from: number | undefined; until: number | undefined } {
  const start = from === undefined ? undefined : Date.parse(from)
  if (until !== undefined && span !== undefined) throw new FaultRefused('It takes `until` or `for`, not both')
  const end = span !== undefined ? (start ?? now) + length(span) : until === undefined ? undefined : Date.parse(until)
  if (end !== undefined && end <= (start ?? now)) throw new FaultRefused('until: it would be over before it begins')
  return { from: start, until: end }
}

/** ms. The schema has looked at it. */
function length(text: number | string): number {
  return milliseconds(text as Duration)
}

/** The nearest of the names, and all of them. */
function didYouMean(word: string, names: readonly string[]): string {
  const near = nearest(word, names)
  const known = `there is ${names.join(', ')}`
  return near === undefined ? `; ${known}` : `; did you mean "${near}"? T${known.slice(1)}`
}
