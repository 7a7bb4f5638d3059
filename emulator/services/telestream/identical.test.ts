import { expect, it } from 'vitest'
import { faceOf, overNetwork, portsOf } from '../../../harness/conformance/face.ts'
import { transcript } from '../../../harness/conformance/transcript.ts'
import { createEmulator } from '../../index.ts'

it('the same seed, requests and clock give byte-identical answers and objects in-process and over HTTP', async () => {
  await using server = await createEmulator({ port: 0, s3Port: 0, seed: 77 })
  await using inProcess = await createEmulator({ ...(await portsOf(server)), seed: 77 })
  const expected = await transcript(faceOf(inProcess))
  expect(await transcript(faceOf(server, overNetwork))).toBe(expected)
  expect(expected.length).toBeGreaterThan(100_000)
})
