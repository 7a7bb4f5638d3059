import { expect, test } from 'vitest'
import { createEmulator } from '../../emulator.ts'
import { environmentOf } from '../../environment.ts'
import { snippetsOf } from './snippets.ts'

test('each SDK is told the address and the credentials of the world', async () => {
  await using emulator = await createEmulator()
  const env = environmentOf(emulator.worlds.main, emulator)
  const code = Object.fromEntries(
    snippetsOf(env).flatMap(({ snippets }) => snippets.map((snippet) => [snippet.sdk, snippet.code])),
  )
  expect(code['telestream_cloud 1.x']).toContain('"your-access-key", "your-secret-key"')
  expect(code['telestream_cloud_flip 2.x']).toContain('"http://127.0.0.1:4600/flip/3.1"')
  expect(code['@stream-io/node-sdk']).toContain('basePath: "http://127.0.0.1:4600"')
  expect(code['getstream']).toContain('base_url="http://127.0.0.1:4600"')
  expect(code['org.duracloud:storeclient']).toContain('new Credential("root", "rpw")')
  expect(code['boto3']).toContain('aws_secret_access_key="my-secret"')
  expect(Object.values(code).join('\n')).not.toMatch(/undefined|\$\w+_/)
})

test('what a world does not tell is left to be filled in', () => {
  const [, , , buckets] = snippetsOf({ AWS_ENDPOINT_URL_S3: 'http://minio:9000', AWS_REGION: 'us-east-1' })
  expect(buckets?.snippets[0]?.code).toContain('"$AWS_ACCESS_KEY_ID"')
})
