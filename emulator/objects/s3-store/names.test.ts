import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requireBucketName } from '../names.ts'
import { backingName, namesBegin, requirePrefix } from './names.ts'

const world = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/)
const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
const prefix = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,19}$/)

describe('names of buckets in the S3', () => {
  it('can be read', () => {
    expect(backingName('stuntdouble-', 'main', 'my-bucket')).toBe('stuntdouble-main--my-bucket')
    expect(backingName('stuntdouble-', 'world-1', 'a.b')).toBe('stuntdouble-world-1--a.b')
    expect(backingName('', 'main', 'my-bucket')).toBe('my-bucket')
    expect(backingName('', 'other', 'my-bucket')).toBe('other--my-bucket')
  })

  it('are names that S3 allows, whatever world and bucket are called', () => {
    fc.assert(
      fc.property(prefix, world, bucket, (prefix, world, bucket) => {
        expect(() => requireBucketName(backingName(prefix, world, bucket))).not.toThrow()
      }),
    )
  })

  it('are of one world and one bucket', () => {
    const place = fc.tuple(world, bucket)
    fc.assert(
      fc.property(place, place, ([w1, b1], [w2, b2]) => {
        const same = w1 === w2 && b1 === b2
        expect(backingName('p-', w1, b1) === backingName('p-', w2, b2)).toBe(same)
        const begins = backingName('p-', w1, b1).startsWith(namesBegin('p-', w2))
        expect(begins).toBe(w1 === w2)
      }),
    )
    const parts = ['a', 'b', 'a-b', 'a--b', 'A', 'a_b', 'a-', 'c']
    const worlds = parts.map((part) => namesBegin('p-', part))
    expect(new Set(worlds).size).toBe(parts.length)
    for (const one of worlds) expect(worlds.filter((other) => other.startsWith(one))).toEqual([one])
  })

  it('cannot be taken for one that was cut', () => {
    const long = 'x'.repeat(63)
    const cut = backingName('p-', 'main', long).slice('p-main--'.length)
    expect(backingName('p-', 'main', cut)).not.toBe(backingName('p-', 'main', long))
  })

  it('begin with a prefix that can begin one', () => {
    for (const wrong of ['-a', 'A', 'a.b', 'a_b', 'x'.repeat(21)])
      expect(() => requirePrefix(wrong)).toThrow(RangeError)
    for (const right of ['', 'a', 'ci-42-']) requirePrefix(right)
  })
})
