// What will happen in a world, and when: jobs live in its state and run when its clock passes them.
import type { State } from '../state/state.ts'
import { defineTable } from '../state/table.ts'
import type { Clock } from './clock.ts'
import { within } from './patience.ts'
import { Timer } from './timer.ts'

export interface Job {
  id: string
  /** `SERVICE.WHAT`; the service's `jobs` say how it is done. */
  kind: string
  /** ms since 1970, in the world's time. */
  dueAt: number
  payload: unknown
  /** What it is about, so that all jobs of a deleted video can be cancelled together. */
  subject?: string
  /** Housekeeping: `advance until idle` does not wait for it. */
  background: boolean
  /** It waits for a turn of its own, at a program outside, and so takes no place among the jobs that are under way. */
  queues?: boolean
  status: 'waiting' | 'failed'
  attempts: number
  lastError?: string
}

/**
 * Does a job. What it answers is the job's effect on the state: it runs in one transaction with the job's removal, so that
 * a crash between the two is impossible. Work outside the state (a delivery) happens before, and so at least once.
 *
 * `signal` aborts when the job is taken back, the state is cleared, or the program ends. Long work should stop then, and throw:
 * a job that is still wanted, because only the program ends, is done again by the next one.
 */
export type JobHandler = (job: Job, signal: AbortSignal) => void | Effect | Promise<void | Effect>
export type Effect = () => void

export interface JobsOptions {
  state: State
  clock: Clock
  /** Finds how a kind of job is done; loads the service when need be. */
  handlerOf: (kind: string) => Promise<JobHandler | undefined>
  newId: () => string
  /** Told of a job that is new. */
  onScheduled?: (job: Job) => void
  /** Told of a job that was done. */
  onDone?: (job: Job) => void
  /** Told of a job that failed, whether it will be tried again or not. */
  onFailure?: (job: Job, error: unknown) => void
}

export interface ScheduleOptions {
  kind: string
  dueAt: number
  payload?: unknown
  subject?: string | undefined
  background?: boolean
  /** Default false. */
  queues?: boolean
}

interface Running {
  job: Job
  ended: Promise<void>
  controller: AbortController
}

const table = defineTable<Job>('jobs', {
  indexes: [['status', 'dueAt'], ['status', 'background', 'dueAt'], ['subject']],
})

/** A job that throws is tried again after 1 s, 2 s, 4 s, 8 s of world time, then recorded as failed. */
const maxAttempts = 5
const retryDelay = (attempts: number) => 1000 * 2 ** (attempts - 1)
/** So many may be under way at once while time is real, so that a slow receiver holds nobody up. */
const maxConcurrent = 32
/** `until idle` stops here: jobs that schedule each other without end are a mistake, not a wish. */
const maxSteps = 1_000_000
/** How long `close` waits for what is under way, in ms of real time; a delivery that hangs longer is made again after a restart. */
const closePatience = 5_000

export class Jobs {
  readonly #options: JobsOptions
  readonly #running = new Map<string, Running>()
  readonly #timer = new Timer()
  #nextDue: number | undefined
  #drain: Promise<number> | undefined
  #outside = 0
  /** Changes when the state begins anew or closes; what was started before has no effect any more. */
  #era = 0
  #closed = false

  constructor(options: JobsOptions) {
    this.#options = options
  }

  get #jobs() {
    return this.#options.state.table(table)
  }

  schedule({ kind, dueAt, payload = {}, subject, background, queues }: ScheduleOptions): Job {
    const job: Job = {
      id: this.#options.newId(),
      kind,
      dueAt,
      payload,
      status: 'waiting',
      attempts: 0,
      ...(subject === undefined ? {} : { subject }),
      background: background ?? false,
      ...(queues === true ? { queues } : {}),
    }
    this.#jobs.insert(job)
    this.#options.onScheduled?.(job)
    this.#changed()
    return job
  }

  /** Takes back all jobs about a subject. One that is under way hears of it by its signal, and its effect is dropped. */
  cancel(subject: string): void {
    for (const job of this.#jobs.list({ where: { subject } })) {
      this.#jobs.delete(job.id)
      this.#running.get(job.id)?.controller.abort()
    }
    this.#changed()
  }

  /** Waiting and failed jobs, those due first in front. */
  list(): Job[] {
    return (['waiting', 'failed'] as const).flatMap((status) =>
      this.#jobs.list({ where: { status }, orderBy: 'dueAt' }),
    )
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id)
  }

  /** Makes a job happen now, also one that failed. Answers false when there is none of that id. */
  async run(id: string): Promise<boolean> {
    const job = this.#jobs.get(id)
    if (!job) return false
    await (this.#running.get(id)?.ended ?? this.#start({ ...job, dueAt: this.#options.clock.now() }))
    return true
  }

  /**
   * Before a request: runs what is due. While time is frozen the request sees the result; while it is real, jobs run
   * beside requests, as they do at the vendor. Answers undefined when there is nothing to wait for.
   */
  settle(): Promise<unknown> | undefined {
    // A receiver that calls back during its own delivery must not wait for itself.
    if (this.#drain) return this.#outside > 0 ? undefined : this.#drain
    const { clock } = this.#options
    if (this.#due() > clock.now()) return undefined
    if (clock.mode === 'real') {
      this.#startDue()
      return undefined
    }
    return this.#drainTo(clock.now())
  }

  /** Moves the clock to an instant; each job that falls due on the way runs at its own time. Answers the number of jobs run. */
  async advanceTo(instant: number): Promise<number> {
    const era = this.#era
    while (this.#drain) await this.#drain
    const steps = await this.#drainTo(instant)
    if (era === this.#era) this.#options.clock.moveTo(instant)
    this.#changed()
    return steps
  }

  /** Moves the clock until no job waits but housekeeping. Answers the number of jobs run. */
  async advanceUntilIdle(): Promise<number> {
    const era = this.#era
    let steps = 0
    for (;;) {
      const next = await this.#nextAwaited(era)
      if (!next) return steps
      if (steps > maxSteps)
        throw new Error(`The world is not idle after ${maxSteps} jobs: ${next.kind} keeps coming back`)
      steps += await this.#advanceTo(next)
    }
  }

  /**
   * Moves the clock to the job that is due next, and does what is due by then. Answers the number of jobs run; undefined when none waits
   * but housekeeping.
   */
  async advanceToNext(): Promise<number | undefined> {
    const next = await this.#nextAwaited(this.#era)
    return next && this.#advanceTo(next)
  }

  /** When the job is due that `advanceToNext` would do next; undefined when there is none. */
  nextDue(): number | undefined {
    return this.#firstAwaited()?.dueAt
  }

  /** Without housekeeping, which nobody waits for; undefined when that is all there is, or the state is another by now. */
  async #nextAwaited(era: number): Promise<Job | undefined> {
    await this.#drain
    await this.#ended()
    return era === this.#era && !this.#closed ? this.#firstAwaited() : undefined
  }

  #firstAwaited(): Job | undefined {
    return this.#jobs.list({ where: { status: 'waiting', background: false }, orderBy: 'dueAt', limit: 1 })[0]
  }

  /** Housekeeping that falls due on the way runs too, in its order. */
  #advanceTo({ dueAt }: Job): Promise<number> {
    return this.advanceTo(Math.max(dueAt, this.#options.clock.now()))
  }

  /** Marks work outside the double that a job waits for: requests that arrive meanwhile do not wait for the job. */
  async outside<R>(work: () => Promise<R>): Promise<R> {
    this.#outside += 1
    try {
      return await work()
    } finally {
      this.#outside -= 1
    }
  }

  /** To be called when the clock was set, and at start: wakes for what is due next. */
  wake(): void {
    this.#changed()
  }

  /** To be called when the state was cleared: what is under way has no effect any more. */
  forget(): void {
    this.#era += 1
    this.#abort()
    this.#running.clear()
    this.#drain = undefined
    this.#nextDue = undefined
  }

  /** Starts nothing any more and waits a while for what is under way; what is not done then stays in the state. */
  async close(): Promise<void> {
    this.#closed = true
    this.#timer.clear()
    this.#abort()
    await within(closePatience, Promise.all([this.#drain, this.#ended()]))
    this.forget()
  }

  #abort(): void {
    for (const { controller } of this.#running.values()) controller.abort()
  }

  #ended(): Promise<unknown> {
    return Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  #drainTo(instant: number): Promise<number> {
    const era = this.#era
    const drain = async () => {
      const { clock } = this.#options
      for (let steps = 0; ; steps += 1) {
        if (this.#closed || era !== this.#era) return steps
        const job = this.#next(instant)
        if (!job) return steps
        clock.moveTo(job.dueAt)
        await this.#start(job)
      }
    }
    const draining = drain().finally(() => {
      if (this.#drain === draining) this.#drain = undefined
      this.#changed()
    })
    this.#drain = draining
    return draining
  }

  #startDue(): void {
    for (let job = this.#next(this.#options.clock.now()); job && this.#hasPlace(job);) {
      void this.#start(job).finally(() => this.#changed())
      job = this.#next(this.#options.clock.now())
    }
  }

  #hasPlace(job: Job): boolean {
    if (job.queues) return true
    return [...this.#running.values()].filter((running) => !running.job.queues).length < maxConcurrent
  }

  /** The job that is due next and not under way; by default whenever that is. */
  #next(instant?: number): Job | undefined {
    const until = instant === undefined ? {} : { to: instant }
    return this.#jobs
      .list({ where: { status: 'waiting' }, orderBy: 'dueAt', ...until, limit: this.#running.size + 1 })
      .find((job) => !this.#running.has(job.id))
  }

  #start(job: Job): Promise<void> {
    const controller = new AbortController()
    const ended = this.#attempt(job, this.#era, controller.signal).finally(() => {
      if (this.#running.get(job.id)?.controller === controller) this.#running.delete(job.id)
    })
    this.#running.set(job.id, { job, ended, controller })
    this.#nextDue = undefined
    return ended
  }

  async #attempt(job: Job, era: number, signal: AbortSignal): Promise<void> {
    const { state } = this.#options
    try {
      const handler = await this.#options.handlerOf(job.kind)
      if (!handler) throw new Error(`Nothing in this program does ${job.kind}`)
      const effect = await handler(job, signal)
      // After a reset another job has this id, and after a close the state is gone.
      if (era !== this.#era) return
      state.transaction(() => {
        if (this.#jobs.delete(job.id)) effect?.()
      })
      this.#options.onDone?.(job)
    } catch (error) {
      // What stopped because it was told to has not failed.
      if (era === this.#era && !signal.aborted) this.#fail(job, error)
    }
    this.#nextDue = undefined
  }

  #fail(job: Job, error: unknown): void {
    const attempts = job.attempts + 1
    const status = attempts < maxAttempts ? 'waiting' : 'failed'
    const failed: Job = {
      ...job,
      attempts,
      status,
      dueAt: status === 'waiting' ? job.dueAt + retryDelay(attempts) : job.dueAt,
      lastError: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
    if (this.#jobs.get(job.id)) this.#jobs.put(failed)
    this.#options.onFailure?.(failed, error)
  }

  /** When the next job is due that is not under way, in ms; Infinity when none waits. */
  #due(): number {
    this.#nextDue ??= this.#next()?.dueAt ?? Infinity
    return this.#nextDue
  }

  #changed(): void {
    this.#nextDue = undefined
    const { clock } = this.#options
    if (this.#closed || clock.mode !== 'real') return this.#timer.clear()
    const next = this.#next()
    if (!next) return this.#timer.clear()
    // Without a place for it, it is looked at again when one is free.
    if (!this.#hasPlace(next)) return
    this.#timer.set(next.dueAt - clock.now(), () => {
      // A timer may go off up to a millisecond early; nothing is due then, and it has to be set again.
      void this.settle()
      this.#changed()
    })
  }
}
