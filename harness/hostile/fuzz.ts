// Sends requests that nobody should send, and holds every answer against what has to be true of any.
import { createEmulator, type Emulator, type World } from '../../emulator/index.ts'
import type { S3StoreOptions } from '../../emulator/objects/external-store.ts'
import { Chance } from './chance.ts'
import { type Answered, complaint, dialectOf, looseComplaint } from './dialect.ts'
import { furnish, signerOf } from './furnish.ts'
import { asRequest, type Dialect, type HostileRequest } from './hostile-request.ts'
import { Known } from './known.ts'
import { type Parties, type Party, requestMaker } from './make-request.ts'
import { brokenRequest, exchangeRaw, rawRequest } from './raw-http.ts'
import { controlledWorld } from './surfaces/control.ts'

export interface FuzzOptions {
  seed: number
  requests: number
  /** Only this one is judged; those before it are sent, because answers depend on them. */
  until?: number
  /** A directory for the double's data; in memory without it. */
  data?: string
  /** Where the objects are; the double's own store without it. */
  s3Store?: S3StoreOptions
  /** Over sockets every fifth request is no HTTP, or hardly. Default `in-process`. */
  face?: 'in-process' | 'socket'
  onProgress?: (done: number, findings: number) => void
}

export interface Finding {
  request: HostileRequest
  what: string
}

export interface FuzzReport {
  sent: number
  /** Requests that no client could send in this way: a URL that is none, a header that is none. */
  impossible: number
  findings: Finding[]
  answers: Map<Dialect, Map<number, number>>
  /** ms. */
  slowest: { ms: number; request: HostileRequest | undefined }
}

/** After so many, the world where much may happen begins anew: everything of it stays small. */
const restartAfter = 2000
/** The run is of no use any more when there are so many. */
const mostFindings = 20
/** ms; no answer takes so long. */
const patience = 15_000

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const problems: string[] = []
  const note = (message: string, error?: unknown) =>
    void problems.push(
      `${message}${error === undefined ? '' : `: ${error instanceof Error ? error.stack : String(error)}`}`,
    )
  const unhandled = (error: unknown) => note('An unhandled rejection', error)
  process.on('unhandledRejection', unhandled)
  const { data, s3Store } = options
  const overSockets = options.face === 'socket'
  const emulator = await createEmulator({
    onProblem: note,
    journal: { entries: 50 },
    telestream: { sourceTimeout: 2000 },
    ...(overSockets && { port: 0, s3Port: 0 }),
    ...(data !== undefined && { data }),
    ...(s3Store && { objectStore: 's3', s3Store }),
  })
  try {
    if (overSockets) await emulator.listen()
    return await new Run(options, emulator, problems).toTheEnd()
  } finally {
    await emulator.close()
    process.off('unhandledRejection', unhandled)
  }
}

class Run {
  readonly #options: FuzzOptions
  readonly #emulator: Emulator
  readonly #problems: string[]
  readonly #report: FuzzReport = {
    sent: 0,
    impossible: 0,
    findings: [],
    answers: new Map(),
    slowest: { ms: 0, request: undefined },
  }

  constructor(options: FuzzOptions, emulator: Emulator, problems: string[]) {
    this.#options = options
    this.#emulator = emulator
    this.#problems = problems
  }

  async toTheEnd(): Promise<FuzzReport> {
    const { seed, requests, onProgress } = this.#options
    const { main } = this.#emulator.worlds
    const guarded = await this.#party(main)
    let valid = await this.#party(await this.#freshWorld('open'))
    await this.#freshWorld(controlledWorld)
    const openapi: unknown = await (
      await this.#emulator.fetch(new Request(`${this.#emulator.url}/_stuntdouble/openapi.json`))
    ).json()
    const make = await requestMaker(openapi)
    let changes = changesOf(main)
    const last = Math.min(requests, this.#options.until ?? Infinity)
    for (let number = 0; number < last && this.#report.findings.length < mostFindings; number += 1) {
      if (number > 0 && number % restartAfter === 0) {
        valid = await this.#party(await this.#freshWorld('open'))
        await this.#forgetOthers()
        await this.#freshWorld(controlledWorld)
      }
      if (number % 50 === 49) await this.#letTimePass()
      const parties: Parties = { valid, guarded }
      const request = make(seed, number, parties)
      const response = await this.#send(request)
      if (response) {
        const what = this.#judge(request, response) ?? this.#effect(request, response, changesOf(main) - changes)
        if (what !== undefined) this.#report.findings.push({ request, what })
        if (request.credential === 'valid' && response.status < 300) valid.known.learn(request.dialect, response.text)
      }
      for (const problem of this.#problems.splice(0)) this.#report.findings.push({ request, what: problem })
      changes = changesOf(main)
      onProgress?.(number + 1, this.#report.findings.length)
    }
    return this.#report
  }

  async #party(world: World): Promise<Party> {
    const known = new Known()
    await world.prepare('s3')
    await furnish(this.#emulator, world, known)
    return { known, signer: await signerOf(this.#emulator, world) }
  }

  async #freshWorld(name: string): Promise<World> {
    const { worlds } = this.#emulator
    if (worlds.get(name)) await worlds.delete(name)
    return worlds.create({ name })
  }

  /** Worlds that were made by requests. */
  async #forgetOthers(): Promise<void> {
    for (const { name } of this.#emulator.worlds.list())
      if (name !== 'main' && name !== 'open' && name !== controlledWorld) await this.#emulator.worlds.delete(name)
  }

  async #letTimePass(): Promise<void> {
    const open = this.#emulator.worlds.get('open')
    await open?.jobs.advanceTo(open.clock.now() + 20_000)
  }

  async #send(request: HostileRequest): Promise<Answered | undefined> {
    const began = performance.now()
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`No answer within ${patience} ms`)), patience)
    try {
      const response = await Promise.race([this.#ask(request), late.promise])
      if (!response) {
        this.#report.impossible += 1
        return undefined
      }
      const text = await Promise.race([response.text(), late.promise])
      this.#count(request, response.status)
      return { status: response.status, headers: response.headers, text }
    } catch (error) {
      this.#report.findings.push({
        request,
        what: `No answer: ${error instanceof Error ? error.stack : String(error)}`,
      })
      return undefined
    } finally {
      clearTimeout(timer)
      const ms = performance.now() - began
      if (ms > this.#report.slowest.ms) this.#report.slowest = { ms, request }
    }
  }

  #count({ dialect }: HostileRequest, status: number): void {
    this.#report.sent += 1
    const of = this.#report.answers.get(dialect) ?? new Map<number, number>()
    this.#report.answers.set(dialect, of)
    of.set(status, (of.get(status) ?? 0) + 1)
  }

  #ask(request: HostileRequest): Promise<Response | undefined> {
    const { face, seed } = this.#options
    if (face !== 'socket') return inProcess(request, this.#emulator)
    const broken = isBroken(request)
    const message = broken ? brokenRequest(request, new Chance(~seed, request.number)) : rawRequest(request)
    return exchangeRaw(request.url, message, { halfClose: broken })
  }

  #judge(request: HostileRequest, answer: Answered): string | undefined {
    return this.#options.face === 'socket' && isBroken(request)
      ? looseComplaint(request, answer)
      : complaint(request, answer)
  }

  /** Whoever is nobody changes nothing, and is told nothing that is not public. */
  #effect(request: HostileRequest, { status }: Answered, changed: number): string | undefined {
    const { credential, dialect, method, url } = request
    // A browser makes itself a guest by the key alone, which every page knows.
    if (dialect === 'stream' && /\/guest(?:\?|$)/.test(url)) return undefined
    if (changed > 0) return `${changed} rows of a world changed that the request may not touch`
    if (credential === 'valid' || status >= 300 || method === 'OPTIONS' || dialectOf(request) === 'nobody')
      return undefined
    const isRead = method === 'GET' || method === 'HEAD'
    if ((dialect === 's3' || dialect === 'duracloud') && isRead) return undefined
    return `${status} for a request that nobody has signed`
  }
}

function isBroken({ number }: HostileRequest): boolean {
  return number % 5 === 4
}

/** Rows that were ever written in a world. */
function changesOf({ state }: World): number {
  return Number(state.query('SELECT total_changes() AS n')[0]?.['n'])
}

/** Through no socket. */
async function inProcess(hostile: HostileRequest, emulator: Emulator): Promise<Response | undefined> {
  const request = asRequest(hostile)
  if (!request) return undefined
  return hostile.url.startsWith(emulator.s3Url) ? emulator.fetchS3(request) : emulator.fetch(request)
}
