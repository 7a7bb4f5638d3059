import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Account, MistakeCode } from '../../emulator/diagnosis/index.ts'
import { diagnose } from '../../emulator/services/telestream/signature/diagnosis.ts'
import {
  acceptableHosts,
  parameterValue,
  parseParameters,
  type SignedRequest,
  verify,
} from '../../emulator/services/telestream/signature/index.ts'
import { untruth } from './check.ts'
import { type Draft, mistakes, type Pick, send, type Surroundings } from './client.ts'
import { accessKey, secret, validRequest, type ValidRequest } from './requests.ts'

// `STUNTDOUBLE_AUTOPSIES=5000` examines so many of each kind, and prints the figures.
const asked = process.env['STUNTDOUBLE_AUTOPSIES']
const runs = Number(asked ?? 5000)
const pairs = Number(asked ?? 250)
const timeout = 20_000 + 30 * runs
const seed = 10

const around: Surroundings = {
  port: 4600,
  fileName: 'my film.mp4',
  factoryId: 'factory123',
  accessKey,
  otherSecrets: ['another secret', 'of-yet-another'],
}
const accounts = around.otherSecrets.map((secret, at): Account => ({
  service: 'telestream',
  world: `w${at}`,
  owner: `the Telestream account of the world w${at}`,
  key: `k${at}`,
  secret,
}))
const surroundings = {
  port: around.port,
  fileName: around.fileName,
  factoryId: around.factoryId,
  accessKey,
  accounts,
  prefixes: ['/v3.0'],
}

const inOrder = Object.keys(mistakes) as MistakeCode[]

/** The request as it arrives, of a client that makes these mistakes. */
function arrived({ draft, hostHeader }: ValidRequest, codes: readonly MistakeCode[], chance: number): SignedRequest {
  let number = chance
  const pick: Pick = (choice) => {
    const picked = choice[number % choice.length]
    number = Math.floor(number / choice.length)
    if (picked === undefined) throw new Error('There is no choice.')
    return picked
  }
  const changed: Draft = { ...draft }
  // In the order of the list: a host gets its scheme when its port is there.
  for (const code of inOrder.filter((code) => codes.includes(code))) mistakes[code]?.(changed, pick, around)
  const { query, verb } = send(changed)
  const parameters = parseParameters(query, 'query')
  return {
    verb,
    hosts: acceptableHosts(hostHeader, ['api.pandastream.com', 'api.cloud.telestream.net']),
    path: draft.path,
    parameters,
    secret,
    signature: parameterValue(parameters, 'signature') ?? '',
  }
}

interface Figures {
  counted: number
  exactly: number
  named: number
  stillValid: number
}

/** Diagnoses each of these, and holds every diagnosis to the truth. */
function examine(runs: number, wanted: (run: number) => readonly MistakeCode[]) {
  const figures = new Map<string, Figures>()
  const untrue: string[] = []
  const missed: string[] = []
  const valid = fc.sample(fc.tuple(validRequest, fc.nat()), { seed, numRuns: runs })
  for (const [run, [request, chance]] of valid.entries()) {
    const made = wanted(run)
    const key = made.length > 1 ? 'pairs' : made.join()
    const figure = figures.get(key) ?? { counted: 0, exactly: 0, named: 0, stillValid: 0 }
    figures.set(key, figure)
    const refused = arrived(request, made, chance)
    const verdict = verify(refused)
    if (verdict.ok) {
      figure.stillValid += 1
      continue
    }
    figure.counted += 1
    const diagnosis = diagnose({ ...refused, ...surroundings }, verdict)
    const said = diagnosis.mistakes.map(({ code }) => code)
    // What verifies by itself, in a dialect, is none of the client's mistakes.
    const real = made.filter((code) => made.length === 1 || !verify(arrived(request, [code], chance)).ok)
    if (said.length > 0 && diagnosis.received !== undefined) figure.named += 1
    else missed.push(`${made.join(' and ')} in ${JSON.stringify(refused.parameters.map(({ raw }) => raw))}`)
    if (said.toSorted().join() === real.toSorted().join()) figure.exactly += 1
    if (diagnosis.received === undefined) continue
    const wrong = untruth(diagnosis, refused.signature, secret, around)
    if (wrong !== undefined)
      untrue.push(`${made.join(' and ')}, said ${said.join(' and ')}: ${wrong}; ${JSON.stringify(diagnosis)}`)
  }
  return { figures, untrue, missed }
}

function table(figures: ReadonlyMap<string, Figures>): string {
  return [...figures]
    .map(([code, { counted, exactly, named, stillValid }]) => {
      const percent = (part: number) => `${((100 * part) / Math.max(1, counted)).toFixed(1)} %`
      return `${code.padEnd(24)} ${String(counted).padStart(5)} refused, named ${percent(named).padStart(7)}, just so ${percent(exactly).padStart(7)}; ${stillValid} still valid`
    })
    .join('\n')
}

const sum = (figures: ReadonlyMap<string, Figures>, key: keyof Figures) =>
  [...figures.values()].reduce((total, figure) => total + figure[key], 0)

describe(`of ${runs} requests that were valid`, { timeout }, () => {
  it('each is accepted before anything is changed', () => {
    for (const [request] of fc.sample(fc.tuple(validRequest), { seed, numRuns: runs }))
      expect(verify(arrived(request, [], 0)).ok).toBe(true)
  })

  it('one mistake is named in 98 of 100, in each kind of mistake in 95, and nothing is named that would not verify', () => {
    const { figures, missed, untrue } = examine(runs, (run) => [inOrder[run % inOrder.length] ?? 'expired'])
    if (asked !== undefined) process.stdout.write(`${table(figures)}\n`)
    expect(untrue).toEqual([])
    expect(sum(figures, 'named') / sum(figures, 'counted'), missed.join('\n')).toBeGreaterThanOrEqual(0.98)
    for (const [code, { counted, named }] of figures) {
      expect(counted, code).toBeGreaterThan(0)
      expect(named / counted, `${code}:\n${table(figures)}`).toBeGreaterThanOrEqual(0.95)
    }
  })

  it('two mistakes at once are named', () => {
    const common = inOrder.filter(
      (code) => !['path-spelling', 'separator', 'wrong-algorithm', 'arguments-swapped', 'other-escapes'].includes(code),
    )
    const { figures, missed, untrue } = examine(pairs, (run) => {
      const first = common[run % common.length] ?? 'expired'
      const second =
        common[(run + 1 + (Math.floor(run / common.length) % (common.length - 1))) % common.length] ?? 'expired'
      return [first, second]
    })
    if (asked !== undefined) process.stdout.write(`${table(figures)}\n`)
    expect(untrue).toEqual([])
    expect(sum(figures, 'named') / sum(figures, 'counted'), missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })
})
