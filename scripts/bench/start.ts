// From starting a process to its first answer: the command as it is installed, and from its sources, beside a bare Hono.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { signedQuery } from './signed-paths.ts'
import { median } from './statistics.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const quiet = '--disable-warning=ExperimentalWarning'
const target = { most: 1.5 }
// Neither is a port of the double, which may happen to run, nor one that the system gives to whoever connects to something.
const [port, s3Port] = [24_137, 24_138]
const start = ['start', '--port', String(port), '--s3-port', String(s3Port), '--log', 'silent']

export const firstAnswer: Benchmark = {
  name: 'start',
  async run({ rounds }: Settings): Promise<Row[]> {
    const source = fileURLToPath(new URL('servers/hello.ts', import.meta.url))
    const compiled = `${root}.cache/bench/hello.js`
    await mkdir(`${root}.cache/bench`, { recursive: true })
    await writeFile(compiled, stripTypeScriptTypes(await readFile(source, 'utf8')))

    const installed = [quiet, 'dist/emulator/bin/cli.js', ...start]
    const sources = [quiet, '--conditions=stuntdouble-source', 'emulator/cli.ts', ...start]
    const account = { accessKey: 'your-access-key', secretKey: 'your-secret-key', factoryId: '' }
    const signed = () => `/v3.0/factories.json?${signedQuery(account, 'GET', '/factories.json')}`
    const ready = () => '/_stuntdouble/ready'

    const rows: Row[] = []
    for (const [what, double, peer, path, wanted] of [
      ['start to first answer, all services ready', installed, compiled, ready, target],
      ['start to first signed answer', installed, compiled, signed, target],
      ['start to first answer from the sources', sources, source, ready, undefined],
    ] as const) {
      const measured = await interleave(
        rounds * 2,
        () => timeToAnswer(double, path()),
        () => timeToAnswer([peer, String(port)], '/hello'),
      )
      rows.push({
        what,
        measured: measured.ratio,
        unit: '×',
        ...(wanted && { target: wanted }),
        detail: `${median(measured.double).toFixed(0)} against ${median(measured.peer).toFixed(0)} ms`,
      })
    }
    return rows
  },
}

/** ms from the start of a Node process until it has answered with 200. */
async function timeToAnswer(args: readonly string[], path: string): Promise<number> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    for (;;) {
      const status = await ask(path)
      if (status !== undefined) {
        if (status !== 200) throw new Error(`${args.join(' ')} answered ${status} to ${path}`)
        return performance.now() - begin
      }
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
    }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

/** The status of the answer, or undefined while nobody listens; asked again at once, for what waits between counts as time. */
function ask(path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
    )
    socket.once('data', (chunk: Buffer) => {
      resolve(Number(chunk.toString('latin1', 9, 12)))
      socket.destroy()
    })
    socket.once('error', () => setTimeout(resolve, 1))
  })
}
