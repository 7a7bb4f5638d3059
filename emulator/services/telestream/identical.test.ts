import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { faceOf, listeningFace } from '../../../harness/conformance/face.ts'
import { transcript } from '../../../harness/conformance/transcript.ts'
import { createEmulator } from '../../index.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('the same seed, requests and clock give byte-identical answers and objects in-process and over HTTP', async () => {
  const ports = { port: await freePort(), s3Port: await freePort(), seed: 77 }
  await using inProcess = await createEmulator(ports)
  await using server = await createEmulator(ports)
  const expected = await transcript(faceOf(inProcess))
  expect(await transcript(await listeningFace(server))).toBe(expected)
  expect(expected.length).toBeGreaterThan(100_000)
})
