import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { createEmulator } from './index.ts'

it('who asks a double for nothing is told what there is', async () => {
  await using emulator = await createEmulator()
  const response = await emulator.fetch(new Request(`${emulator.url}/`))
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ console: '/_stuntdouble/', control: '/_stuntdouble/openapi.json' })
})

it('who does so with a browser is shown the console', async () => {
  await using emulator = await createEmulator()
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const response = await emulator.fetch(new Request(`${emulator.url}/`, { headers: { accept } }))
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe('/_stuntdouble/')
})

it('an S3 SDK that asks where the vendors are is told where the buckets are', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url: endpoint } = await emulator.listen()
  const { s3: credentials } = emulator.worlds.main.credentials
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  const told = /its buckets have a port of their own, which `stuntdouble env` prints as AWS_ENDPOINT_URL_S3/
  await expect(client.send(new ListBucketsCommand({}))).rejects.toThrow(told)
  await expect(client.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: 'a' }))).rejects.toThrow(told)
  const { entries } = emulator.worlds.main.journal.list()
  expect(entries.map(({ error }) => error)).toEqual([expect.stringMatching(told), expect.stringMatching(told)])
})
