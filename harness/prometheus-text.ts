// A strict reader of Prometheus' text format, for tests: what is not exactly as the format says is an error.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Family {
  type: string
  help: string
  samples: Sample[]
}

const metric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^\n]*)\})? (\S+)$/
const pair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/
const number = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i

/** @throws {Error} naming the line that is wrong */
export function readPrometheus(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: [name: string, family: Family] | undefined
  for (const row of text.slice(0, -1).split('\n')) {
    const fail = (why: string): never => {
      throw new Error(`${why}: ${row}`)
    }
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ([^\n]*)$/.exec(row) ?? []
    if (word === 'HELP') {
      if (families.has(name) || !metric.test(name)) fail('A name that is none, or twice')
      current = [name, { type: '', help: rest, samples: [] }]
      families.set(...current)
    } else if (word === 'TYPE') {
      if (current?.[0] !== name || current[1].type !== '' || current[1].samples.length > 0) fail('TYPE out of place')
      if (!['counter', 'gauge', 'histogram'].includes(rest)) fail('No type')
      if (current) current[1].type = rest
    } else {
      const [, of = '', labels = '', value = ''] = line.exec(row) ?? fail('No line of the format')
      if (!current || !belongs(of, current)) return fail('A sample out of place')
      if (!number.test(value)) fail('No number')
      const sample = { name: of, labels: readLabels(labels, fail), value: Number(value.replace('Inf', 'Infinity')) }
      const key = JSON.stringify([of, Object.entries(sample.labels).sort()])
      if (seen.has(key)) fail('The same series twice')
      seen.add(key)
      current[1].samples.push(sample)
    }
  }
  return families
}

function belongs(name: string, [family, { type }]: [string, Family]): boolean {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].some((end) => name === family + end) : name === family
}

function readLabels(text: string, fail: (why: string) => never): Record<string, string> {
  const labels: Record<string, string> = {}
  let rest = text
  while (rest !== '') {
    const [whole, name = '', value = '', end] = pair.exec(rest) ?? fail('Labels that are none')
    if (name in labels) fail('A label twice')
    labels[name] = value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
    rest = rest.slice(whole.length)
    if (end === ',' && rest === '') fail('A comma too many')
  }
  return labels
}
