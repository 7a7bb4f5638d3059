import { expect, test } from 'vitest'
import { mainCredentials } from './credentials.ts'
import { addressesBy, environmentOf } from './environment.ts'

test('main is reached by plain addresses', () => {
  const addresses = { url: 'http://127.0.0.1:4600', s3Url: 'http://127.0.0.1:4601' }
  expect(environmentOf({ name: 'main', credentials: mainCredentials }, addresses)).toEqual({
    STUNTDOUBLE_URL: 'http://127.0.0.1:4600',
    TELESTREAM_API_HOST: '127.0.0.1',
    TELESTREAM_API_PORT: '4600',
    TELESTREAM_ACCESS_KEY: 'your-access-key',
    TELESTREAM_SECRET_KEY: 'your-secret-key',
    TELESTREAM_FACTORY_ID: mainCredentials.telestream.factoryId,
    TELESTREAM_API_KEY: mainCredentials.telestream.apiKey,
    DURACLOUD_HOST: '127.0.0.1',
    DURACLOUD_PORT: '4600',
    DURACLOUD_CONTEXT: 'durastore',
    DURACLOUD_USERNAME: 'root',
    DURACLOUD_PASSWORD: 'rpw',
    STREAM_BASE_URL: 'http://127.0.0.1:4600',
    STREAM_API_KEY: 'your-api-key',
    STREAM_API_SECRET: mainCredentials.stream.apiSecret,
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4601',
    AWS_ACCESS_KEY_ID: 'my-access-key',
    AWS_SECRET_ACCESS_KEY: 'my-secret',
    AWS_REGION: 'us-east-1',
  })
})

test('another world is in its base URLs, and nowhere else', () => {
  const addresses = { url: 'http://double:4600', s3Url: 'http://double:4601' }
  const env = environmentOf({ name: 'w1', credentials: mainCredentials }, addresses)
  expect(env).toMatchObject({
    STUNTDOUBLE_URL: 'http://double:4600/w/w1',
    STREAM_BASE_URL: 'http://double:4600/w/w1',
    TELESTREAM_API_HOST: 'double',
    AWS_ENDPOINT_URL_S3: 'http://double:4601',
  })
})

test('the port of a proxy may go without saying', () => {
  const env = environmentOf(
    { name: 'main', credentials: mainCredentials },
    { url: 'https://double.example', s3Url: 'https://s3.example' },
  )
  expect(env).toMatchObject({ TELESTREAM_API_HOST: 'double.example', TELESTREAM_API_PORT: '443' })
})

const listening = { s3Url: 'http://127.0.0.1:4601', publicS3Url: undefined }

test.each([
  ['http://127.0.0.1:4600', 'http://127.0.0.1:4601'],
  ['http://localhost:4600', 'http://127.0.0.1:4601'],
  ['http://[::1]:4600', 'http://127.0.0.1:4601'],
  ['http://stuntdouble:4600', 'http://stuntdouble:4601'],
  ['http://192.168.1.7:4600', 'http://192.168.1.7:4601'],
  ['http://[fd00::1]:4600', 'http://[fd00::1]:4601'],
])('who comes by %s finds the buckets at %s', (origin, s3Url) => {
  expect(addressesBy(origin, listening)).toEqual({ url: origin, s3Url })
})

test('where the buckets are can be said', () => {
  const publicS3Url = 'http://localhost:9000'
  expect(addressesBy('http://stuntdouble:4600', { ...listening, publicS3Url })).toEqual({
    url: 'http://stuntdouble:4600',
    s3Url: publicS3Url,
  })
})
