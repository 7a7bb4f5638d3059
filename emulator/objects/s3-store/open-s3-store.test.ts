import { expect, it } from 'vitest'
import { loadSdk, ObjectStoreSdkMissing } from './sdk.ts'
import { openS3Store } from './open-s3-store.ts'
import { completeS3Options } from './settings.ts'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }

it('says which packages to install where there are none', async () => {
  const missing = loadSdk(() => Promise.reject(new Error("Cannot find package '@aws-sdk/client-s3'")))
  await expect(missing).rejects.toThrow(ObjectStoreSdkMissing)
  await expect(missing).rejects.toThrow(/npm install @aws-sdk\/client-s3 @aws-sdk\/lib-storage$/)
})

it('does not open where nobody answers, and says where that is', async () => {
  await expect(openS3Store({ endpoint: 'http://127.0.0.1:9', credentials })).rejects.toMatchObject({
    name: 'ObjectStoreUnavailable',
    message: expect.stringMatching(/^The object store at http:\/\/127\.0\.0\.1:9 cannot be used: .*ECONNREFUSED/),
  })
})

it('takes addresses without a path, and fills in the rest', () => {
  expect(completeS3Options({ endpoint: 'http://minio:9000/' })).toEqual({
    endpoint: 'http://minio:9000',
    publicEndpoint: 'http://minio:9000',
    region: 'us-east-1',
    pathStyle: true,
    bucketPrefix: 'stuntdouble-',
    credentials: undefined,
  })
  for (const endpoint of ['minio:9000', 'ftp://minio', 'http://minio/path', 'http://u:p@minio'])
    expect(() => completeS3Options({ endpoint })).toThrow(RangeError)
})
