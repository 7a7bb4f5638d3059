// Prometheus' text format, version 0.0.4: what its servers, and whatever else collects metrics, read.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
import { bounds, type Counter, type Histogram, type Labelled } from './series.ts'

export const textType = 'text/plain; version=0.0.4; charset=utf-8'

interface Described {
  name: string
  help: string
  /** Their names, in the order of the values. */
  labels: readonly string[]
}

export function counterText(described: Described, counter: Counter): string {
  return family('counter', described, counter.list())
}

export function gaugeText(described: Described, values: readonly Labelled<number>[]): string {
  return family('gauge', described, values)
}

export function histogramText({ name, help, labels }: Described, histogram: Histogram): string {
  const lines = histogram.list().flatMap(({ labels: values, value: { counts, sum } }) => {
    let total = 0
    const buckets = counts.map((count, at) => {
      total += count
      const le = at < bounds.length ? String(bounds[at]) : '+Inf'
      return sample(`${name}_bucket`, [...labels, 'le'], [...values, le], total)
    })
    return [...buckets, sample(`${name}_sum`, labels, values, sum), sample(`${name}_count`, labels, values, total)]
  })
  return head('histogram', name, help) + lines.join('')
}

function family(type: string, { name, help, labels }: Described, values: readonly Labelled<number>[]): string {
  return head(type, name, help) + values.map((one) => sample(name, labels, one.labels, one.value)).join('')
}

function head(type: string, name: string, help: string): string {
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`
}

function sample(name: string, labels: readonly string[], values: readonly string[], value: number): string {
  const pairs = labels.map((label, at) => `${label}="${escape(values[at] ?? '')}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
