// What several measurements of one thing say together.

/** The value below which a share of the values lies, between two values in proportion. @param share from 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No values')
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The median, and between what all lie: `12.3 (11.0–19.4)`. */
export function spread(measured: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...measured), Math.max(...measured)]
  return `${median(measured).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}
