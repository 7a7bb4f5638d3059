import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'

test('--otel traces with the provider that the user has set up', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-otel-'))
  const from = (name: string) => JSON.stringify(import.meta.resolve(name))
  const setup = join(directory, 'otel.mjs')
  await writeFile(
    setup,
    `import { trace } from ${from('@opentelemetry/api')}
     import { BasicTracerProvider, SimpleSpanProcessor } from ${from('@opentelemetry/sdk-trace-base')}
     const exporter = {
       export(spans, done) {
         for (const { name, attributes } of spans) console.error('span', name, attributes['http.response.status_code'])
         done({ code: 0 })
       },
       shutdown: async () => undefined,
     }
     trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))`,
  )
  const asking = `await fetch(process.env.STUNTDOUBLE_URL + '/v3.0/videos.json')`
  try {
    const { stderr, status } = await runCli(
      ['exec', '--otel', '--', process.execPath, '--input-type=module', '--eval', asking],
      { NODE_OPTIONS: `--import ${setup}` },
    )
    expect(stderr).toContain('span telestream videos.list 400')
    expect(status).toBe(0)
  } finally {
    await rm(directory, { recursive: true })
  }
})
