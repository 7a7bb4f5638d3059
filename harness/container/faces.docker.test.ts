// What holds in-process, over HTTP and behind msw holds in a container, to the byte.
import { beforeAll, expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { controlClient } from '../control-client.ts'
import { duraCloudConformance } from '../conformance/duracloud.ts'
import { type Face, faceOf, overNetwork, remoteFace } from '../conformance/face.ts'
import { streamConformance } from '../conformance/stream.ts'
import { telestreamConformance } from '../conformance/telestream.ts'
import { duraCloudTranscript, streamTranscript, transcript } from '../conformance/transcript.ts'
import { buildImage } from './docker.ts'
import { type DoubleContainer, runDouble } from './double-container.ts'

let image: string
beforeAll(async () => {
  image = await buildImage('slim')
})

const asInProcess = ['--clock', '2026-01-01T00:00:00Z']

async function faceOfContainer(container: DoubleContainer): Promise<Face> {
  const { url, s3Url } = container
  const close = async () => container[Symbol.asyncDispose]()
  // What webhooks say of files has the address under which the double is reached.
  const told = await controlClient({ fetch: overNetwork.fetch, url }).call('PUT', '/addresses', { url, s3Url })
  if (told.status !== 200) {
    await close()
    throw new Error(`${told.status} ${JSON.stringify(told.body)}`)
  }
  return remoteFace({ url, s3Url, close })
}

const open = async () => faceOfContainer(await runDouble(image, { args: asInProcess }))

telestreamConformance('a container', open)
duraCloudConformance('a container', open)
streamConformance('a container', open)

it.each([
  ['Telestream', transcript, 100_000],
  ['DuraCloud', duraCloudTranscript, 4_000],
  ['Stream', streamTranscript, 100_000],
])(
  'the same seed, requests and clock give byte-identical answers of %s in-process and in a container',
  async (_, flow, length) => {
    await using container = await runDouble(image, { args: [...asInProcess, '--seed', '77'] })
    const ports = { port: Number(new URL(container.url).port), s3Port: Number(new URL(container.s3Url).port) }
    await using inProcess = await createEmulator({ ...ports, seed: 77 })
    const expected = await flow(faceOf(inProcess))
    expect(await flow(await faceOfContainer(container))).toBe(expected)
    expect(expected.length).toBeGreaterThan(length)
  },
)
