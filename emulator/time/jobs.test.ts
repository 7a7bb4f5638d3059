import { openDatabase } from '#platform'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { State } from '../state/state.ts'
import { Clock, defaultInstant } from './clock.ts'
import { type Job, type JobHandler, Jobs } from './jobs.ts'
import { setClock } from './set-clock.ts'

let state: State
let clock: Clock
let jobs: Jobs
let ran: string[]
let failures: Job[]
let handlers: Record<string, JobHandler>
let lastId: number

function start(mode: 'real' | 'frozen' = 'frozen'): void {
  clock = new Clock(state, mode)
  jobs = new Jobs({
    state,
    clock,
    newId: () => String((lastId += 1)),
    handlerOf: async (kind) => handlers[kind],
    onFailure: (job) => failures.push(job),
  })
}

beforeEach(async () => {
  state = new State(await openDatabase())
  ran = []
  failures = []
  lastId = 0
  handlers = {
    note: (job) => () => void ran.push(`${String(job.payload)}@${clock.now() - defaultInstant}`),
    fail: () => {
      throw new Error('broken')
    },
  }
  start()
})

const note = (name: string, inMs: number, options: { subject?: string; background?: boolean } = {}) =>
  jobs.schedule({ kind: 'note', dueAt: defaultInstant + inMs, payload: name, ...options })

describe('jobs', () => {
  it('run in order of their due time, then of their creation, each at its own time', async () => {
    note('c', 20)
    note('a', 10)
    note('b', 10)
    note('later', 31)
    await jobs.advanceTo(defaultInstant + 30)
    expect(ran).toEqual(['a@10', 'b@10', 'c@20'])
    expect(clock.now()).toBe(defaultInstant + 30)
  })

  it('run in that order whatever the order they were scheduled in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }), async (times) => {
        ran = []
        for (const [at, ms] of times.entries()) note(`${at}`, clock.now() - defaultInstant + ms)
        const from = clock.now() - defaultInstant
        await jobs.advanceTo(clock.now() + 100)
        const expected = [...times.entries()]
          .toSorted(([i, a], [j, b]) => a - b || i - j)
          .map(([at, ms]) => `${at}@${from + ms}`)
        expect(ran).toEqual(expected)
      }),
    )
  })

  it('that jobs schedule while the clock moves run on the way too', async () => {
    handlers.chain = (job) => () => {
      ran.push(`chain@${clock.now() - defaultInstant}`)
      if (Number(job.payload) > 0)
        jobs.schedule({ kind: 'chain', dueAt: job.dueAt + 5, payload: Number(job.payload) - 1 })
    }
    jobs.schedule({ kind: 'chain', dueAt: defaultInstant + 5, payload: 3 })
    note('between', 12)
    expect(await jobs.advanceUntilIdle()).toBe(5)
    expect(ran).toEqual(['chain@5', 'chain@10', 'between@12', 'chain@15', 'chain@20'])
  })

  it('are waited for by `settle` while time is frozen, and only those that are due', async () => {
    note('now', 0)
    note('soon', 1)
    await jobs.settle()
    expect(ran).toEqual(['now@0'])
    expect(jobs.settle()).toBeUndefined()
  })

  it('of housekeeping do not keep the world from being idle', async () => {
    note('sweep', 1000, { background: true })
    note('work', 2000)
    await jobs.advanceUntilIdle()
    expect(ran).toEqual(['sweep@1000', 'work@2000'])
    note('sweep again', 9000, { background: true })
    expect(await jobs.advanceUntilIdle()).toBe(0)
  })

  it('that fail are tried again later and stop nobody else, and are recorded in the end', async () => {
    jobs.schedule({ kind: 'fail', dueAt: defaultInstant })
    note('other', 0)
    await jobs.settle()
    expect(ran).toEqual(['other@0'])
    expect(jobs.list()).toMatchObject([
      { kind: 'fail', status: 'waiting', attempts: 1, dueAt: defaultInstant + 1000, lastError: 'Error: broken' },
    ])
    await jobs.advanceUntilIdle()
    expect(clock.now()).toBe(defaultInstant + 15_000)
    expect(jobs.list()).toMatchObject([{ status: 'failed', attempts: 5 }])
    expect(failures).toHaveLength(5)
  })

  it('of an unknown kind are kept as failed, not lost', async () => {
    jobs.schedule({ kind: 'unheard', dueAt: defaultInstant })
    await jobs.advanceUntilIdle()
    expect(jobs.list()).toMatchObject([
      { kind: 'unheard', status: 'failed', lastError: 'Error: Nothing in this program does unheard' },
    ])
  })

  it('can be made to happen now, also when they have failed', async () => {
    const job = note('early', 5000)
    expect(await jobs.run(job.id)).toBe(true)
    expect(await jobs.run(job.id)).toBe(false)
    expect(ran).toEqual(['early@0'])
  })

  it('are taken back together by their subject, and the effect of one under way is dropped', async () => {
    let release = () => {}
    handlers.slow = () => new Promise((resolve) => (release = () => resolve(() => void ran.push('slow'))))
    jobs.schedule({ kind: 'slow', dueAt: defaultInstant, subject: 'video' })
    note('gone', 0, { subject: 'video' })
    const settled = jobs.settle()
    await Promise.resolve()
    jobs.cancel('video')
    release()
    await settled
    expect(ran).toEqual([])
    expect(jobs.list()).toEqual([])
  })

  it('keep their removal and their effect together: an effect that throws leaves the job', async () => {
    handlers.half = () => () => {
      state.write('half', 'done')
      throw new Error('no room')
    }
    jobs.schedule({ kind: 'half', dueAt: defaultInstant })
    await jobs.settle()
    expect(state.read('half')).toBeUndefined()
    expect(jobs.list()).toHaveLength(1)
  })

  it('let requests through that arrive while they wait for somebody outside', async () => {
    let answer = () => {}
    let reentrant: unknown = 'not asked'
    handlers.webhook = async () => {
      await jobs.outside(() => new Promise<void>((resolve) => (answer = resolve)))
    }
    jobs.schedule({ kind: 'webhook', dueAt: defaultInstant })
    const settled = jobs.settle()
    await new Promise(setImmediate)
    reentrant = jobs.settle()
    answer()
    await settled
    expect(reentrant).toBeUndefined()
  })

  it('survive in the state, and what is overdue runs at the start', async () => {
    note('overdue', 10)
    await jobs.close()
    clock.set('frozen', defaultInstant + 50)
    start()
    await jobs.settle()
    expect(ran).toEqual(['overdue@50'])
  })

  it('that are due are done before the clock is set back, or they would wait until it is their time again', async () => {
    note('due', 0)
    note('later', 10)
    await setClock({ clock, jobs }, { now: defaultInstant - 1000 })
    expect([ran, clock.now() - defaultInstant]).toEqual([['due@0'], -1000])
    await setClock({ clock, jobs }, { now: defaultInstant + 9 })
    expect(ran).toEqual(['due@0'])
    await setClock({ clock, jobs }, { now: defaultInstant + 10 })
    expect(ran).toEqual(['due@0', 'later@10'])
  })

  it('wake up by themselves while time is real, and a slow one holds nobody up', async () => {
    clock.set('real')
    const { promise, resolve } = Promise.withResolvers<void>()
    handlers.slow = () => new Promise<void>(() => undefined)
    handlers.quick = () => resolve
    jobs.schedule({ kind: 'slow', dueAt: clock.now() })
    jobs.schedule({ kind: 'quick', dueAt: clock.now() })
    await promise
    expect(jobs.list()).toHaveLength(1)
  })

  it('are not forgotten when the timer goes off before its time', async () => {
    let now = Date.now()
    const time = vi.spyOn(Date, 'now').mockImplementation(() => now)
    clock.set('real', now)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      note('punctual', now + 10 - defaultInstant)
      now += 9
      await vi.advanceTimersByTimeAsync(10)
      expect(ran).toEqual([])
      now += 1
      await vi.advanceTimersByTimeAsync(1)
      expect(ran).toHaveLength(1)
    } finally {
      vi.useRealTimers()
      time.mockRestore()
    }
  })
})
