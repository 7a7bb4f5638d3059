// The measurements as a Markdown table, with what they mean in words: also where the double loses.
import { median } from '../bench/statistics.ts'
import type { Measure } from './measure.ts'
import type { Peer } from './peer.ts'

export const write = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })

/** The median, and below it between what all rounds lie. */
function cell(values: readonly number[]): string {
  if (values.length === 0) return '–'
  if (values.length === 1) return write(values[0] ?? 0)
  return `${write(median(values))} <small>${write(Math.min(...values))}–${write(Math.max(...values))}</small>`
}

export function table(peers: readonly Peer[], measures: readonly Measure[]): string {
  const head = ['', ...peers.map(({ name, version }) => `${name} <small>${version}</small>`)]
  const rows = measures.map(({ name, unit, values }) => [
    `**${name}**${unit === '' ? '' : `, ${unit}`}`,
    ...peers.map((peer) => cell(values.get(peer.name) ?? [])),
  ])
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** One line for each measure: where the first peer stands among those that do the same thing. */
export function standing(peers: readonly Peer[], measures: readonly Measure[], leaveOut: string): string[] {
  const [ours, ...field] = peers
  return measures.flatMap(({ name, better, values }) => {
    const own = values.get(ours?.name ?? '') ?? []
    const others = field
      .filter(({ name: other }) => other !== leaveOut && (values.get(other) ?? []).length > 0)
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
