// The measurements as a Markdown table, with what they mean in words: also where the double loses.
import { median } from '../bench/statistics.ts'
import type { Measure } from './measure.ts'
import type { Peer } from './peer.ts'

export const write = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })

/** The median, and below it between what all rounds lie. @param note the number of the footnote that says why there is nothing */
function cell(values: readonly number[], note: number | undefined): string {
  if (values.length === 0) return note === undefined ? '–' : `– <sup>${note}</sup>`
  if (values.length === 1) return write(values[0] ?? 0)
  return `${write(median(values))} <small>${write(Math.min(...values))}–${write(Math.max(...values))}</small>`
}

export function table(peers: readonly Peer[], measures: readonly Measure[]): string {
  const head = ['', ...peers.map(({ name, version }) => `${name} <small>${version}</small>`)]
  const notes = footnotes(measures)
  const number = (note: string | undefined) => (note === undefined ? undefined : notes.indexOf(note) + 1)
  const rows = measures.map(({ name, notes: why, unit, values }) => [
    `**${name}**${unit === '' ? '' : `, ${unit}`}`,
    ...peers.map((peer) => cell(values.get(peer.name) ?? [], number(noteOf(peer.name, why)))),
  ])
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** In the order of their numbers, from 1; one that several measurements have stands once. */
export function footnotes(measures: readonly Measure[]): string[] {
  const all = measures.flatMap(({ notes }) => [...(notes?.keys() ?? [])].map((name) => noteOf(name, notes) ?? ''))
  return [...new Set(all)]
}

/** Two peers never share one. */
function noteOf(peer: string, notes: Measure['notes']): string | undefined {
  const note = notes?.get(peer)
  return note === undefined ? undefined : `${peer}: ${note}`
}

/** One line for each measure: where the first peer stands among those that do the same thing. */
export function standing(peers: readonly Peer[], measures: readonly Measure[], leaveOut: readonly string[]): string[] {
  const [ours, ...field] = peers
  return measures.flatMap(({ name, better, values }) => {
    const own = values.get(ours?.name ?? '') ?? []
    const others = field
      .filter(({ name: other }) => !leaveOut.includes(other) && (values.get(other) ?? []).length > 0)
      .map((peer) => ({ name: peer.name, value: median(values.get(peer.name) ?? []) }))
      .toSorted((a, b) => (better === 'less' ? a.value - b.value : b.value - a.value))
    const [best] = others
    if (own.length === 0 || !best) return []
    const value = median(own)
    const ratio = better === 'less' ? best.value / value : value / best.value
    return [
      ratio >= 1
        ? `- ${name}: first; the next, ${best.name}, ${better === 'less' ? 'takes' : 'reaches'} ${write(better === 'less' ? ratio : 1 / ratio)} ×.`
        : `- ${name}: **behind ${others
            .filter((other) => (better === 'less' ? other.value < value : other.value > value))
            .map((other) => other.name)
            .join(
              ', ',
            )}**; the first, ${best.name}, ${better === 'less' ? 'takes' : 'reaches'} ${write(better === 'less' ? best.value / value : best.value / value)} × of it.`,
    ]
  })
}
