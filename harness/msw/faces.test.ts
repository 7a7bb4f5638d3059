// What holds in-process and over HTTP holds behind msw.
import { http, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { duraCloudConformance } from '../conformance/duracloud.ts'
import { streamConformance } from '../conformance/stream.ts'
import { type Face, faceOf, overNetwork, portsOf } from '../conformance/face.ts'
import { telestreamConformance } from '../conformance/telestream.ts'
import { duraCloudTranscript, streamTranscript, transcript } from '../conformance/transcript.ts'
import { handlers } from './index.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'bypass' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

let lastPort = 20_000

/** Nothing listens: the ports are how two doubles of one test are told apart. */
async function behindMsw(): Promise<Face> {
  const emulator = await createEmulator({ port: (lastPort += 1), s3Port: (lastPort += 1) })
  server.use(...handlers(emulator))
  return faceOf(emulator, overNetwork)
}

telestreamConformance('msw', behindMsw)
duraCloudConformance('msw', behindMsw)
streamConformance('msw', behindMsw)

it.each([
  ['Telestream', transcript, 100_000],
  ['DuraCloud', duraCloudTranscript, 4_000],
  ['Stream', streamTranscript, 100_000],
])(
  'the same seed, requests and clock give byte-identical answers of %s in-process, over HTTP and behind msw',
  async (_, flow, length) => {
    await using listening = await createEmulator({ port: 0, s3Port: 0, seed: 77 })
    const ports = await portsOf(listening)
    await using inProcess = await createEmulator({ ...ports, seed: 77 })
    await using mocked = await createEmulator({ ...ports, seed: 77 })
    const expected = await flow(faceOf(inProcess))

    server.use(...handlers(mocked))
    expect(await flow(faceOf(mocked, overNetwork))).toBe(expected)

    // Later, because msw does not see what goes through connections that are open already.
    server.resetHandlers(http.all('*', () => passthrough()))
    expect(await flow(faceOf(listening, overNetwork))).toBe(expected)
    expect(expected.length).toBeGreaterThan(length)
  },
)
