import { nextTurn } from '#platform'
import { describe, expect, it } from 'vitest'
import { atOnce, inSlices, share } from './slices.ts'

/** Keeps the thread busy so many times, for half a ms each. */
function* busy(times: number, log: string[] = [], name = ''): Generator<void, string> {
  for (let time = 0; time < times; time += 1) {
    const until = performance.now() + 0.5
    while (performance.now() < until);
    log.push(name)
    yield
  }
  log.push(`${name} is done`)
  return name
}

describe('work in slices', () => {
  it('that is short is done at once', () => {
    const log: string[] = []
    void inSlices(busy(0, log, 'short'))
    expect(log).toEqual(['short is done'])
  })

  it('lets others in between', async () => {
    const work = inSlices(busy(40, [], 'long'))
    const others = new Promise<string>((resolve) => setImmediate(resolve, 'others'))
    expect(await Promise.race([work, others])).toBe('others')
    expect(await work).toBe('long')
  })

  it('is one piece of work after the other, but for their beginnings', async () => {
    const log: string[] = []
    await Promise.all(['a', 'b', 'c'].map((name) => inSlices(busy(20, log, name))))
    expect(log.filter((entry) => entry.endsWith('is done'))).toEqual(['a is done', 'b is done', 'c is done'])
    expect(log.lastIndexOf('a')).toBeLessThan(log.lastIndexOf('b'))
    expect(log.slice(log.indexOf('a is done')).filter((entry) => entry === 'a')).toEqual([])
  })

  it('that fails holds nothing up', async () => {
    function* failing(): Generator<void, never> {
      yield* busy(10)
      throw new Error('broken')
    }
    const failed = inSlices(failing())
    const next = inSlices(busy(10, [], 'next'))
    await expect(failed).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })

  it('can be done at a stretch', () => {
    expect(atOnce(busy(10, [], 'all'))).toBe('all')
  })
})

describe('a share of the turn', () => {
  /** Each piece is as long as the share. */
  async function piecesOf(name: string, log: string[]): Promise<void> {
    for (let n = 0; n < 4; n += 1) {
      await share()
      atOnce(busy(8))
      log.push(name)
    }
  }

  it('is there until it is spent, and again in a later turn', async () => {
    await nextTurn()
    expect(share()).toBeUndefined()
    atOnce(busy(8))
    const later = share()
    expect(later).toBeInstanceOf(Promise)
    await later
  })

  it('is one for all: who waits goes on in the order of asking, one after the other', async () => {
    await nextTurn()
    const log: string[] = []
    await Promise.all(['a', 'b', 'c'].map((name) => piecesOf(name, log)))
    expect(log.join('')).toBe('abc'.repeat(4))
  })

  it('leaves the rest of each turn to others', async () => {
    await nextTurn()
    const log: string[] = []
    const over = new AbortController()
    const others = (async () => {
      while (!over.signal.aborted) {
        await nextTurn()
        log.push('other')
      }
    })()
    await Promise.all([piecesOf('long', log), piecesOf('long', log)])
    over.abort()
    await others
    expect(log.join(' ')).not.toContain('long long long')
  })
})
