import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Context, context, type ContextManager, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../harness/conformance/telestream.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type WorldHandle } from '../index.ts'
import { openTracing } from './open-tracing.ts'

/** What `@opentelemetry/sdk-node` sets up: the active span stays so across what is awaited. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>()
  active = () => this.#storage.getStore() ?? ROOT_CONTEXT
  with: ContextManager['with'] = (active, work, self, ...args) =>
    this.#storage.run(active, () => work.apply(self, args) as ReturnType<typeof work>)
  bind: ContextManager['bind'] = (_, target) => target
  enable = () => this
  disable = () => this
}

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
beforeAll(() => {
  context.setGlobalContextManager(new AsyncContexts())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
})
afterAll(async () => {
  context.disable()
  propagation.disable()
  trace.disable()
  await provider.shutdown()
})
beforeEach(() => exporter.reset())

const tracer = provider.getTracer('the app’s tests')

function clientOf(world: WorldHandle, secretKey = world.credentials.telestream.secretKey) {
  return telestreamClient({
    fetch: (request) => world.fetch(request),
    url: world.url,
    credentials: { ...world.credentials.telestream, secretKey },
    now: () => world.clock.now.getTime(),
  })
}

function spanOf(name: string): ReadableSpan {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name)
  expect(found.map((span) => span.name)).toEqual([name])
  const [span] = found
  if (!span) throw new Error(`There is no span ${name}`)
  return span
}

/** The nearest first. */
function ancestorsOf({ parentSpanContext }: ReadableSpan): ReadableSpan[] {
  const parent = exporter.getFinishedSpans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId)
  return parent ? [parent, ...ancestorsOf(parent)] : []
}

describe('a request', () => {
  it('is a span with its world, service, operation and status', async () => {
    await using emulator = await createEmulator({ tracer })
    await using world = await emulator.createWorld({ name: 'app' })
    await clientOf(world).get('/videos.json')
    const span = spanOf('telestream videos.list')
    expect(span.attributes).toEqual({
      'http.request.method': 'GET',
      'url.path': '/v3.0/videos.json',
      'http.response.status_code': 200,
      'stuntdouble.service': 'telestream',
      'stuntdouble.world': 'app',
      'stuntdouble.operation': 'videos.list',
    })
    expect([span.kind, span.status.code, span.parentSpanContext]).toEqual([1, 0, undefined])
  })

  it('that is refused has the codes of its diagnosis', async () => {
    await using emulator = await createEmulator({ tracer })
    await using world = await emulator.createWorld()
    await clientOf(world, `${world.credentials.telestream.secretKey} `).get('/videos.json')
    const [entry] = world.journal.refusals()
    const [span] = exporter.getFinishedSpans()
    expect(entry?.diagnosis?.mistakes.length).toBeGreaterThan(0)
    expect(span?.attributes['stuntdouble.diagnosis']).toEqual(entry?.diagnosis?.mistakes.map(({ code }) => code))
  })

  it('that is made to fail is an error, and names the fault', async () => {
    await using emulator = await createEmulator({ tracer })
    await using world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', error: 'unavailable', name: 'a bad day', times: 1 })
    await clientOf(world).get('/videos.json')
    await world.faults.add({ service: 'telestream', reset: true })
    await expect(clientOf(world).get('/videos.json')).rejects.toThrow('fetch failed')
    const spans = exporter.getFinishedSpans()
    expect(spans.map(({ status }) => status.code)).toEqual([2, 2])
    expect(spans.map(({ attributes }) => attributes['stuntdouble.fault'])).toEqual(['a bad day', 'telestream: reset'])
    expect(spans[1]?.attributes['error.type']).toBe('TypeError')
  })

  it('is a child of what its client says, in this process and over a port', async () => {
    await using emulator = await createEmulator({ port: 0, s3Port: 0, tracer })
    await emulator.listen()
    await using world = await emulator.createWorld()
    await tracer.startActiveSpan('the app', async (app) => {
      await clientOf(world).get('/videos.json')
      const { traceId, spanId } = app.spanContext()
      await fetch(`${world.url}/api/v2/app`, { headers: { traceparent: `00-${traceId}-${spanId}-01` } })
      app.end()
    })
    const [first, second, app] = exporter.getFinishedSpans()
    expect(app?.name).toBe('the app')
    for (const span of [first, second]) expect(span?.parentSpanContext?.spanId).toBe(app?.spanContext().spanId)
  })
})

describe('a webhook', () => {
  const received: IncomingHttpHeaders[] = []
  const receiver = createServer((request, response) => {
    received.push(request.headers)
    request.resume()
    response.end()
  })
  beforeAll(() => new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => void receiver.close(resolve)))

  it('is traced back, over its job, to the request that it tells of; and nothing of that is on the wire', async () => {
    await using emulator = await createEmulator({ tracer })
    await using world = await emulator.createWorld()
    const { port } = receiver.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/hook?secret=1`
    await world.telestream.aWebhook(url, { events: ['video_created'] })
    const client = clientOf(world)
    await client.upload(await sample('sample.mp4'), 'a.mp4', {})
    await world.clock.advance('1h')
    const request = spanOf('telestream videos.create')
    const webhook = spanOf('telestream webhook')
    const [job, ...before] = ancestorsOf(webhook)
    expect(webhook.attributes).toMatchObject({
      'url.full': `http://127.0.0.1:${port}/hook`,
      'stuntdouble.operation': 'webhook',
      'http.response.status_code': 200,
    })
    expect(webhook.kind).toBe(2)
    expect(job?.attributes['stuntdouble.job']).toMatch(/^telestream\./)
    expect(before.at(-1)).toBe(request)
    expect(received.map(({ traceparent }) => traceparent)).toEqual([undefined])
  })

  it('that finds nobody is an error', async () => {
    await using emulator = await createEmulator({ tracer })
    await using world = await emulator.createWorld()
    await clientOf(world).post('/videos.json', { source_url: 'http://127.0.0.1:1/nothing.mp4' })
    await world.clock.advance('1h')
    const span = spanOf('telestream source')
    expect([span.status.code, span.attributes['error.type']]).toEqual([2, 'connect'])
  })
})

describe('the tracer', () => {
  it('is that of the program, when `otel` asks for it', async () => {
    await using emulator = await createEmulator({ otel: true })
    await emulator.fetch(new Request(`${emulator.url}/v3.0/videos.json`))
    expect(exporter.getFinishedSpans().map(({ instrumentationScope }) => instrumentationScope.name)).toEqual([
      'stuntdouble',
    ])
  })

  it('is none by default', async () => {
    await using emulator = await createEmulator()
    await emulator.fetch(new Request(`${emulator.url}/v3.0/videos.json`))
    expect(exporter.getFinishedSpans()).toEqual([])
  })

  it('needs the package, and says so', async () => {
    const missing = openTracing(undefined, () => Promise.reject(new Error('Cannot find package')))
    await expect(missing).rejects.toThrow('npm install @opentelemetry/api')
  })

  it('changes nothing that a world answers', async () => {
    const answers = async (traced: boolean) => {
      await using emulator = await createEmulator(traced ? { tracer } : {})
      await using world = await emulator.createWorld({ name: 'same', seed: 7 })
      const client = clientOf(world)
      await client.post('/videos.json', { source_url: 'http://127.0.0.1:1/nothing.mp4' })
      await world.clock.advance('1h')
      return [(await client.get('/videos.json')).text, world.jobs.list()]
    }
    expect(await answers(true)).toEqual(await answers(false))
  })
})
