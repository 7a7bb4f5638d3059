import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

const never = new AbortController().signal

/** Joins one after the other, each for as long as `next` is not called; answers in which order they had their turns. */
function queueUp(places: number) {
  const turns = new Turns(places)
  const served: string[] = []
  const ends: (() => void)[] = []
  const join = async (owner: string, name: string, priority = 99, signal = never) => {
    const end = await turns.take(owner, priority, signal)
    served.push(name)
    ends.push(end)
  }
  const next = async () => {
    ends.shift()?.()
    await settled()
  }
  return { turns, served, join, next }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets only so many in at once', async () => {
  const { served, join, next, turns } = queueUp(2)
  for (const name of ['a', 'b', 'c', 'd']) void join('main', name)
  await settled()
  expect(served).toEqual(['a', 'b'])
  expect(turns.waiting).toBe(2)
  await next()
  expect(served).toEqual(['a', 'b', 'c'])
})

it('serves owners in turn, however many one has', async () => {
  const { served, join, next } = queueUp(1)
  for (const name of ['a1', 'a2', 'a3', 'a4']) void join('a', name)
  for (const name of ['b1', 'b2']) void join('b', name)
  await settled()
  for (let n = 0; n < 6; n += 1) await next()
  expect(served).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4'])
})

it('serves the lower priority of an owner first, and equals in their order', async () => {
  const { served, join, next } = queueUp(1)
  void join('a', 'first')
  void join('a', 'late', 150)
  void join('a', 'usual')
  void join('a', 'usual too')
  void join('a', 'urgent', 2)
  await settled()
  for (let n = 0; n < 5; n += 1) await next()
  expect(served).toEqual(['first', 'urgent', 'usual', 'usual too', 'late'])
})

it('lets go who gives up, while waiting and before', async () => {
  const { served, join, next, turns } = queueUp(1)
  const controller = new AbortController()
  void join('a', 'first')
  const given = join('a', 'given up', 99, controller.signal)
  void join('a', 'last')
  await settled()
  controller.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  await expect(turns.take('a', 1, controller.signal)).rejects.toThrow('enough')
  await next()
  expect(served).toEqual(['first', 'last'])
})

it('gives everybody one turn, and never more places than there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), priority: fc.integer({ min: 2, max: 200 }) }), {
        maxLength: 20,
      }),
      async (places, asked) => {
        const turns = new Turns(places)
        let inside = 0
        let most = 0
        let served = 0
        await Promise.all(
          asked.map(async ({ owner, priority }) => {
            const end = await turns.take(owner, priority, never)
            inside += 1
            most = Math.max(most, inside)
            await Promise.resolve()
            inside -= 1
            served += 1
            end()
            end()
          }),
        )
        expect(served).toBe(asked.length)
        expect(most).toBeLessThanOrEqual(places)
        expect(turns.waiting).toBe(0)
      },
    ),
  )
})
