// A part of the hostile run, in a process that may write nowhere but to its data directory: see scripts/hostile.ts. Tells on standard
// output, line by line in JSON, how far it is, what it found and what it came to.
import { parseArgs } from 'node:util'
import { keepSecret } from './dialect.ts'
import { fuzz, type Finding } from './fuzz.ts'
import { asCurl, describeRequest } from './hostile-request.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '1000' },
    until: { type: 'string' },
    data: { type: 'string' },
    face: { type: 'string', default: 'in-process' },
  },
})
const tell = (told: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(told)}\n`)
const { data } = values
keepSecret(process.cwd(), process.env['TMPDIR'] ?? '', process.env['HOME'] ?? '', data ?? '')

let told = 0
const report = await fuzz({
  seed: Number(values.seed),
  requests: Number(values.requests),
  face: values.face === 'socket' ? 'socket' : 'in-process',
  ...(values.until !== undefined && { until: Number(values.until) }),
  ...(data !== undefined && { data }),
  onProgress(done, findings) {
    if (performance.now() - told < 500) return
    told = performance.now()
    tell({ event: 'progress', done, findings })
  },
})
for (const finding of report.findings) tell({ event: 'finding', ...described(finding) })
const { sent, impossible, slowest, answers } = report
tell({
  event: 'report',
  sent,
  impossible,
  findings: report.findings.length,
  slowest: { ms: Math.round(slowest.ms), request: slowest.request && describeRequest(slowest.request).slice(0, 300) },
  answers: Object.fromEntries([...answers].map(([dialect, of]) => [dialect, Object.fromEntries(of)])),
  residentMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
})

function described({ request, what }: Finding) {
  return {
    number: request.number,
    dialect: request.dialect,
    credential: request.credential,
    what,
    request: describeRequest(request),
    curl: asCurl(request),
  }
}
