import { afterEach, beforeEach, expect, it } from 'vitest'
import { credentials, exampleStore, storesDouble, type StoresDouble } from '../../../../harness/stores-double.ts'
import { egresses, noteEgress } from './egress.ts'
import { placeOf } from './places.ts'

let double: StoresDouble
beforeEach(async () => {
  double = await storesDouble()
})
afterEach(() => double[Symbol.asyncDispose]())

const example = { provider: 'S3', region: 'us-west-1', bucket: 'johnkoctopus', key: 'a b.mp4', open: true }
const demo = {
  provider: 'S3',
  region: 'us-east-1',
  bucket: 'demo-bucket',
  key: 'a b.mp4',
  storeId: exampleStore,
  open: true,
}

it.each([
  ['s3://johnkoctopus/a%20b.mp4', example],
  ['https://johnkoctopus.s3-us-west-1.amazonaws.com/a%20b.mp4?X-Amz-Signature=x', example],
  ['https://johnkoctopus.s3.us-west-1.amazonaws.com/a%20b.mp4', example],
  ['https://johnkoctopus.s3.dualstack.us-west-1.amazonaws.com/a%20b.mp4', example],
  ['https://johnkoctopus.s3.amazonaws.com/a%20b.mp4', example],
  ['https://s3.us-west-1.amazonaws.com/johnkoctopus/a%20b.mp4', example],
  ['https://s3.amazonaws.com/demo-bucket/a%20b.mp4', demo],
  ['http://127.0.0.1:4601/demo-bucket/a%20b.mp4', demo],
  ['http://127.0.0.1:4601/johnkoctopus/a%20b.mp4', { ...example, open: false }],
  [
    'https://other.s3.eu-west-1.amazonaws.com/a',
    { provider: 'S3', region: 'eu-west-1', host: 'other.s3.eu-west-1.amazonaws.com' },
  ],
  ['gs://other/a', { provider: 'GCS', region: null, host: 'other' }],
  ['https://storage.googleapis.com/other/a', { provider: 'GCS', region: null, host: 'storage.googleapis.com' }],
  ['https://acc.blob.core.windows.net/other/a', { provider: 'AZURE', region: null, host: 'acc.blob.core.windows.net' }],
  ['http://127.0.0.1:9000/demo-bucket/a', { provider: null, region: null, host: '127.0.0.1:9000' }],
  [
    'https://evil-s3.amazonaws.com.example/demo-bucket/a',
    { provider: null, region: null, host: 'evil-s3.amazonaws.com.example' },
  ],
  ['https://example.com/%zz', { provider: null, region: null, host: 'example.com' }],
])('%s is somewhere', async (url, place) => {
  expect(await placeOf(double.world, url)).toEqual(place)
})

it('a store of the provider that a URL names says the region', async () => {
  const store = { name: 'g', provider: 'GCS', bucket_name: 'my-bucket', region: 'us-central1', ...credentials }
  const { body } = await double.stores('POST', '/stores', store)
  const { id: storeId } = body as { id: string }
  const place = { provider: 'GCS', region: 'us-central1', bucket: 'my-bucket', key: 'a', storeId, open: true }
  expect(await placeOf(double.world, 'https://storage.googleapis.com/my-bucket/a')).toEqual(place)
  expect(await placeOf(double.world, 'https://my-bucket.storage.googleapis.com/a')).toEqual(place)
})

it.each([
  ['S3', 'us-east-1', 'S3', 'us-east-1', undefined],
  ['GCS_INTEROP', 'us-east1', 'GCS', 'us-east1', undefined],
  ['S3', 'us-west-1', 'S3', 'us-east-1', 0.02],
  ['S3', null, 'S3', 'us-east-1', 0.02],
  ['S3', 'us-east-1', 'GCS', 'us-east-1', 0.09],
  ['GCS', 'us-east1', 'S3', 'us-east-1', 0.12],
  ['GCS_INTEROP', 'us-east1', 'GCS', 'us-west1', 0.02],
  ['AZURE', 'eastus', 'S3', 'us-east-1', 0.087],
  ['FTP', 'us-east-1', 'S3', 'us-east-1', null],
  [null, null, 'S3', 'us-east-1', null],
] as const)('from %s %s to %s %s a GB costs', (fromProvider, fromRegion, toProvider, toRegion, rate) => {
  noteEgress(double.world, {
    job: { service: 'flip', id: 'v' },
    source: 'https://example.com/a',
    bytes: 2 ** 30,
    from: { provider: fromProvider, region: fromRegion },
    to: { provider: toProvider, region: toRegion },
  })
  const noted = double.world.state.table(egresses).list()
  expect(noted.map(({ ratePerGb, estimatedCost }) => [ratePerGb, estimatedCost])).toEqual(
    rate === undefined ? [] : [[rate, rate]],
  )
  expect(double.world.journal.list().entries.map(({ operation, direction }) => [operation, direction])).toEqual(
    rate === undefined ? [] : [['egress', 'out']],
  )
})
