// `npm run audit`: whether a weakness is known of anything that is installed with the package. Fails when one is; says so when the registry
// that npm asks keeps no list of them, as mirrors often do not, because nothing is known then.
import { spawnSync } from 'node:child_process'
import { z } from 'zod'

/** No such thing, not allowed, not implemented: so answers a registry that keeps no list. */
const noList = [404, 405, 501]

const answer = z.union([
  z.object({
    metadata: z.object({
      vulnerabilities: z.object({ total: z.number() }),
      dependencies: z.object({ prod: z.number() }),
    }),
    vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
  }),
  z.object({ message: z.string(), statusCode: z.number().optional() }),
])

const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
if (error) throw error
const said = answer.parse(JSON.parse(stdout))
if ('metadata' in said) {
  const { vulnerabilities, dependencies } = said.metadata
  process.stdout.write(`${vulnerabilities.total} known weaknesses in ${dependencies.prod} packages\n`)
  for (const [name, { severity, range }] of Object.entries(said.vulnerabilities))
    process.stdout.write(`${name} ${range}: ${severity}\n`)
  if (vulnerabilities.total > 0) process.exitCode = 1
} else if (said.statusCode !== undefined && noList.includes(said.statusCode)) {
  process.stdout.write(
    `The registry keeps no list of known weaknesses (it answers ${said.statusCode}): nothing was compared\n`,
  )
} else {
  process.stderr.write(`${said.message}\n`)
  process.exitCode = 1
}
