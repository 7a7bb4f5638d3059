// The tallies as a picture: a bar for each service, SDKs first.
import type { ServedService } from './operations.ts'
import { type Ledger } from './ledger.ts'
import { isAnswered } from './tally.ts'

const parts = [
  { label: 'an SDK and a contract', color: '#1a7f37' },
  { label: 'an official SDK', color: '#4ac26b' },
  { label: 'a contract', color: '#54aeff' },
  { label: 'our own tests alone', color: '#d4a72c' },
  { label: 'nobody', color: '#cf222e' },
] as const

const [left, width, height, gap] = [190, 560, 22, 12]

/** SVG, in colours that both themes can show. */
export function pictureOf(served: readonly ServedService[], ledger: Ledger): string {
  const rows = served.map(({ name, title }, row) => bar(title, sharesOf(ledger[name] ?? {}), 12 + row * (height + gap)))
  const bottom = 12 + served.length * (height + gap)
  const legend = parts.map(({ label, color }, at) => {
    const x = 12 + at * 155
    return `<rect x="${x}" y="${bottom + 6}" width="12" height="12" fill="${color}"/><text x="${x + 17}" y="${bottom + 16}">${label}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="790" height="${bottom + 30}" viewBox="0 0 790 ${bottom + 30}" role="img" aria-label="By whom the operations of each service are driven" font-family="sans-serif" font-size="12" fill="#6e7781">
${[...rows, ...legend].join('\n')}
</svg>
`
}

/** As many operations as there are of each part. */
function sharesOf(sections: Ledger[string]): number[] {
  const shares = parts.map(() => 0)
  for (const proofs of Object.values(sections).flatMap((operations) => Object.values(operations))) {
    const [sdk, contract] = [isAnswered(proofs, 'sdk'), isAnswered(proofs, 'contract')]
    const part = sdk && contract ? 0 : sdk ? 1 : contract ? 2 : Object.values(proofs).includes('answered') ? 3 : 4
    shares[part] = (shares[part] ?? 0) + 1
  }
  return shares
}

function bar(title: string, shares: readonly number[], y: number): string {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let x = left
  const pieces = shares.flatMap((share, at) => {
    if (share === 0) return []
    const wide = Math.round((share / whole) * width * 10) / 10
    const piece = `<rect x="${x.toFixed(1)}" y="${y}" width="${wide}" height="${height}" fill="${parts[at]?.color ?? ''}"/>`
    const number =
      wide < 22
        ? []
        : [`<text x="${(x + wide / 2).toFixed(1)}" y="${y + 15}" text-anchor="middle" fill="#ffffff">${share}</text>`]
    x += wide
    return [piece, ...number]
  })
  return [`<text x="${left - 10}" y="${y + 15}" text-anchor="end">${title}</text>`, ...pieces].join('\n')
}
