// What becomes of jobs that are under way when their world begins anew, or ends.
import { expect, test } from 'vitest'
import { openDatabase } from '../platform/node.ts'
import { State } from '../state/state.ts'
import { Clock } from './clock.ts'
import { type JobHandler, Jobs } from './jobs.ts'

async function jobsWith(handler: JobHandler) {
  const state = new State(await openDatabase())
  const clock = new Clock(state, 0)
  const failures: unknown[] = []
  const jobs = new Jobs({
    state,
    clock,
    handlerOf: async () => handler,
    newId: () => `job-${state.next('job')}`,
    onFailure: (_, error) => failures.push(error),
  })
  return { state, clock, jobs, failures }
}

/** A handler that waits for `finish` and then has an effect. */
function slow() {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const effects: string[] = []
  const handler: JobHandler = async (job) => {
    begin()
    await finished
    return () => void effects.push(job.kind)
  }
  return { handler, begun, finish, effects }
}

test('advancing answers how many jobs ran', async () => {
  const { jobs, clock } = await jobsWith(() => undefined)
  for (const dueAt of [10, 20, 30]) jobs.schedule({ kind: 'a', dueAt })
  expect(await jobs.advanceTo(20)).toBe(2)
  expect(await jobs.advanceUntilIdle()).toBe(1)
  expect(await jobs.advanceUntilIdle()).toBe(0)
  expect(clock.now()).toBe(30)
})

test('a job under way has no effect once the state was cleared, though another has its id', async () => {
  const { handler, begun, finish, effects } = slow()
  const { jobs, state, clock } = await jobsWith(handler)
  jobs.schedule({ kind: 'before', dueAt: 10 })
  const advanced = jobs.advanceTo(100)
  await begun

  jobs.forget()
  state.clear()
  clock.restart(0)
  const after = jobs.schedule({ kind: 'after', dueAt: 50 })
  expect(after.id).toBe('job-1')
  finish()
  await advanced

  expect(effects).toEqual([])
  expect(jobs.list()).toEqual([after])
  expect(clock.now()).toBe(0)
  expect(await jobs.advanceUntilIdle()).toBe(1)
  expect(effects).toEqual(['after'])
})

test('closing waits for a job under way', async () => {
  const { handler, begun, finish, effects } = slow()
  const { jobs } = await jobsWith(handler)
  jobs.schedule({ kind: 'a', dueAt: 0 })
  void jobs.settle()
  await begun
  const closed = jobs.close()
  finish()
  await closed
  expect(effects).toEqual(['a'])
})

test('a job that failed after the end is nobody’s business any more', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  const { jobs, state, failures } = await jobsWith(() => promise)
  jobs.schedule({ kind: 'a', dueAt: 0 })
  const settled = jobs.settle()
  jobs.forget()
  state.close()
  reject(new Error('too late'))
  await settled
  expect(failures).toEqual([])
})

test('two who advance at once run each job once, in order', async () => {
  const ran: string[] = []
  const { jobs, clock } = await jobsWith(async (job) => {
    await Promise.resolve()
    ran.push(`${job.kind} at ${clock.now()}`)
  })
  for (const dueAt of [30, 10, 20]) jobs.schedule({ kind: `due ${dueAt}`, dueAt })
  const counts = await Promise.all([jobs.advanceTo(25), jobs.advanceTo(100), jobs.advanceUntilIdle()])
  expect(ran).toEqual(['due 10 at 10', 'due 20 at 20', 'due 30 at 30'])
  expect(counts.reduce((a, b) => a + b)).toBe(3)
  expect(clock.now()).toBe(100)
})

/** A handler that works until it is told to stop, and notes why it was. */
function patient() {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const stopped: string[] = []
  const handler: JobHandler = (job, signal) =>
    new Promise((_, reject) => {
      begin()
      signal.addEventListener('abort', () => {
        stopped.push(job.kind)
        reject(signal.reason)
      })
    })
  return { handler, begun, stopped }
}

test('a job under way hears that it was taken back, and has not failed', async () => {
  const { handler, begun, stopped } = patient()
  const { jobs, failures } = await jobsWith(handler)
  jobs.schedule({ kind: 'a', dueAt: 0, subject: 'a video' })
  const settled = jobs.settle()
  await begun
  jobs.cancel('a video')
  await settled
  expect(stopped).toEqual(['a'])
  expect(failures).toEqual([])
  expect(jobs.list()).toEqual([])
})

test('a job under way hears that the state was cleared', async () => {
  const { handler, begun, stopped } = patient()
  const { jobs, failures } = await jobsWith(handler)
  jobs.schedule({ kind: 'a', dueAt: 0 })
  const settled = jobs.settle()
  await begun
  jobs.forget()
  await settled
  expect(stopped).toEqual(['a'])
  expect(failures).toEqual([])
})

test('a job that stops because the program ends is there for the next one, without a failed attempt', async () => {
  const { handler, begun, stopped } = patient()
  const { jobs, failures } = await jobsWith(handler)
  const job = jobs.schedule({ kind: 'a', dueAt: 0 })
  void jobs.settle()
  await begun
  await jobs.close()
  expect(stopped).toEqual(['a'])
  expect(failures).toEqual([])
  expect(jobs.list()).toEqual([job])
})

test('jobs that queue for something of their own leave the places to the others', async () => {
  const ran: string[] = []
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  const { jobs, clock } = await jobsWith(async (job) => {
    if (job.kind === 'queues') await finished
    ran.push(job.kind)
  })
  clock.set('real')
  for (let n = 0; n < 100; n += 1) jobs.schedule({ kind: 'queues', dueAt: 0, queues: true })
  jobs.schedule({ kind: 'short', dueAt: 1 })
  void jobs.settle()
  await expect.poll(() => ran).toEqual(['short'])
  finish()
  await expect.poll(() => ran.length).toBe(101)
  await jobs.close()
})
