// What `start` prints when the double is ready.
import type { Emulator } from '../emulator.ts'
import { version } from '../version.ts'
import { accounts, firstCalls } from './accounts.ts'
import type { Painter } from './pretty.ts'

/** @param ms since the process began */
export function greeting(emulator: Emulator, ms: number, paint: Painter): string {
  const { ca, ffmpegVersion, settings, s3Url, url, worlds } = emulator
  const { main } = worlds
  const { clock } = main
  const addresses: [string, string][] = [
    ['APIs', url],
    ['console', `${url}/_stuntdouble/`],
    ['buckets', main.external?.environment.AWS_ENDPOINT_URL_S3 ?? s3Url],
    ...(ca ? [['CA to trust', ca.file ?? `${url}/_stuntdouble/ca.pem`] satisfies [string, string]] : []),
    ['data', settings.data ?? 'in memory, and gone when it stops'],
    ...(ffmpegVersion === undefined ? [] : [['encoder', `ffmpeg ${ffmpegVersion}`] satisfies [string, string]]),
    ['clock', clock.mode === 'real' ? 'real' : `frozen at ${new Date(clock.now()).toISOString()}`],
  ]
  const services = accounts.map(
    ({ title, rows }) => `  ${paint('bold', title)}\n${table(rows(main, emulator), 4, paint)}`,
  )
  return [
    `${paint(['bold', 'green'], 'stuntdouble')} ${version} is ready in ${ms.toFixed(0)} ms`,
    table(addresses, 2, paint),
    ...services,
    `  ${paint('bold', 'Try it')}\n${firstCalls(emulator)
      .map((call) => `    ${paint('cyan', call)}`)
      .join('\n')}`,
    ...(ca ? [indented(ca.certificate)] : []),
    `  ${paint('gray', `For your app: ${command()} env. Everything else: ${url}/_stuntdouble/openapi.json`)}\n`,
  ].join('\n\n')
}

/** A clone is started by its script, and has no `stuntdouble` on the path. */
function command(): string {
  return process.env['npm_package_name'] === 'stuntdouble' ? 'npm run -s stuntdouble --' : 'npx stuntdouble'
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}

function table(rows: readonly (readonly [string, string])[], indent: number, paint: Painter): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${' '.repeat(indent)}${paint('gray', name.padEnd(width))}  ${value}`).join('\n')
}
