import { describe, expect, it } from 'vitest'
import { chart } from './chart.ts'
import type { Measure } from './measure.ts'
import type { Peer } from './peer.ts'
import { footnotes, standing, table } from './table.ts'

const peer = (name: string): Peer => ({
  name,
  version: '1',
  is: name,
  start: () => Promise.reject(new Error('not here')),
  first: () => '/',
})
const peers = [peer('ours'), peer('bare'), peer('a & b'), peer('other')]
const measure = (name: string, better: Measure['better'], values: Record<string, number[]>): Measure => ({
  name,
  how: 'somehow',
  unit: 'ms',
  better,
  values: new Map(Object.entries(values)),
})

describe('the table of peers', () => {
  it('shows the median, and between what the rounds lie; a dash where a peer has no such thing', () => {
    const rows = table(peers, [measure('start', 'less', { ours: [3, 1, 2], other: [1500] })]).split('\n')
    expect(rows.at(-1)).toBe('| **start**, ms | 2 <small>1–3</small> | – | – | 1,500 |')
    expect(rows[0]).toContain('a & b <small>1</small>')
  })

  it('says below why there is nothing, where that is not plain', () => {
    const long = { ...measure('list', 'less', { ours: [1] }), notes: new Map([['a & b', '10 of 20 keys']]) }
    const short = { ...measure('short', 'less', { ours: [1] }), notes: new Map([['other', 'none']]) }
    expect(table(peers, [short, long]).split('\n').slice(2)).toEqual([
      '| **short**, ms | 1 | – | – | – <sup>1</sup> |',
      '| **list**, ms | 1 | – | – <sup>2</sup> | – |',
    ])
    expect(footnotes([short, long])).toEqual(['other: none', 'a & b: 10 of 20 keys'])
  })

  it('says where ours is first, and where it is behind, and whom', () => {
    const measures = [
      measure('start', 'less', { ours: [10], bare: [1], 'a & b': [20], other: [40] }),
      measure('rate', 'more', { ours: [10], bare: [99], 'a & b': [20], other: [5] }),
      measure('alone', 'more', { ours: [10], bare: [99] }),
      measure('not ours', 'more', { other: [10] }),
    ]
    expect(standing(peers, measures, ['bare'])).toEqual([
      '- start: first; the next, a & b, takes 2 ×.',
      '- rate: **behind a & b**; the first, a & b, reaches 2 × of it.',
    ])
  })

  it('is drawn with a bar for each that has a value, names escaped', () => {
    const svg = chart(peers, [measure('start', 'less', { ours: [10], 'a & b': [20] })], 'ours')
    expect(svg.match(/<rect/g)).toHaveLength(2)
    expect(svg).toContain('a &amp; b')
    expect(svg).toContain('class="o"')
  })
})
