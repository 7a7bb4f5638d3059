// The measurements as bars: a small chart for each, the double's bar in colour, in light and dark.
import { escapeMarkup } from '../../emulator/escape-markup.ts'
import { median } from '../bench/statistics.ts'
import type { Measure } from './measure.ts'
import type { Peer } from './peer.ts'
import { write } from './table.ts'

const [columns, width, bar, gap, name, head] = [2, 420, 16, 6, 96, 34]

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f } .t { font-weight: 600 } .u { fill: #57606a }
  .b { fill: #b6bec8 } .o { fill: #2563eb }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .u { fill: #9198a1 } .b { fill: #484f58 } .o { fill: #58a6ff } }`

/** @param ours the peer whose bars stand out */
export function chart(peers: readonly Peer[], measures: readonly Measure[], ours: string): string {
  const panels = measures.map((measure) => panel(peers, measure, ours))
  const rows = Array.from({ length: Math.ceil(panels.length / columns) }, (_, row) =>
    panels.slice(row * columns, (row + 1) * columns),
  )
  let top = 8
  const body = rows.map((row) => {
    const drawn = row.map(({ svg }, column) => `<g transform="translate(${8 + column * width} ${top})">${svg}</g>`)
    top += Math.max(...row.map(({ height }) => height)) + 14
    return drawn.join('\n')
  })
  const size = `width="${columns * width + 8}" height="${top}" viewBox="0 0 ${columns * width + 8} ${top}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="stuntdouble beside others; the numbers are in the table"><style>${style}</style>\n${body.join('\n')}\n</svg>\n`
}

function panel(peers: readonly Peer[], { name: title, unit, better, values }: Measure, ours: string) {
  const bars = peers.flatMap((peer) => {
    const measured = values.get(peer.name) ?? []
    return measured.length === 0 ? [] : [{ name: peer.name, value: median(measured) }]
  })
  const most = Math.max(...bars.map(({ value }) => value))
  const room = width - name - 80
  const lines = bars.map((each, index) => {
    const y = head + index * (bar + gap)
    const length = Math.max(1, (each.value / most) * room)
    return (
      `<text x="${name - 6}" y="${y + 12}" text-anchor="end">${escapeMarkup(each.name)}</text>` +
      `<rect class="${each.name === ours ? 'o' : 'b'}" x="${name}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="2"/>` +
      `<text class="u" x="${(name + length + 6).toFixed(1)}" y="${y + 12}">${write(each.value)}</text>`
    )
  })
  const what = `<text class="t" x="0" y="14">${escapeMarkup(title)}</text><text class="u" x="0" y="28">${escapeMarkup(`${unit}${unit === '' ? '' : ', '}${better} is better`)}</text>`
  return { svg: what + lines.join(''), height: head + bars.length * (bar + gap) }
}
