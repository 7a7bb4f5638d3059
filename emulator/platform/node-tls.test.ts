import { X509Certificate } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { openTlsOnNode } from './node-tls.ts'
import type { Tls } from './platform.ts'

let tls: Tls
beforeAll(async () => {
  tls = await openTlsOnNode({ data: undefined, names: ['*.Mine.test', 'apex.test', '10.1.2.3'] })
})

/** Whether a client that asks for the name gets a certificate for it. */
async function isFor(name: string): Promise<boolean> {
  const { certificate } = await tls.certificateFor(name)
  return new X509Certificate(certificate).checkHost(name) !== undefined
}

test.each([
  'api.cloud.telestream.net',
  'api-eu-west.cloud.telestream.net',
  'api.pandastream.com',
  'vm-37gup6.upload.pandastream.com',
  'video.stream-io-api.com',
  'chat.stream-io-api.com',
  'feeds.stream-io-api.com',
  'acct.duracloud.org',
  'd111111abcdef8.cloudfront.net',
  's3.amazonaws.com',
  'my-bucket.s3.amazonaws.com',
  's3.us-east-1.amazonaws.com',
  'my-bucket.s3.us-east-1.amazonaws.com',
  'localhost',
  'my-bucket.localhost',
  'deep.below.localhost',
  'stuntdouble',
  'host.docker.internal',
  'api.mine.test',
  'APEX.test',
])('has a certificate for %s', async (name) => {
  expect(await isFor(name)).toBe(true)
})

test.each(['example.com', 'telestream.net', 'deep.api.mine.test', 'mine.test', 'a.b.cloudfront.net', '-', ''])(
  'has none for %j',
  async (name) => {
    expect(await isFor(name)).toBe(false)
  },
)

test('a client that says no name gets one for addresses and the usual names', async () => {
  const { certificate } = await tls.certificateFor(undefined)
  const usual = new X509Certificate(certificate)
  for (const address of ['127.0.0.1', '::1', '10.1.2.3']) expect(usual.checkIP(address)).toBe(address)
  for (const name of ['localhost', 'api.pandastream.com', 'apex.test']) expect(usual.checkHost(name)).toBeDefined()
})

test('a name has one certificate, however often it is asked for', async () => {
  expect(await tls.certificateFor('a.localhost')).toBe(await tls.certificateFor('A.localhost'))
})

test('names that clients make up do not fill the memory', async () => {
  const few = await openTlsOnNode({ data: undefined, names: [] }, 3)
  const first = await few.certificateFor('first.localhost')
  for (const name of ['a', 'b']) await few.certificateFor(name)
  expect(await few.certificateFor('first.localhost')).toBe(first)
  for (const name of ['c', 'd', 'e']) await few.certificateFor(name)
  expect(await few.certificateFor('first.localhost')).not.toBe(first)
})
