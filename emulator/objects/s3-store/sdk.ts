// The official SDK, loaded when an S3 is to be talked to and not before: it is a peer that most doubles do without.
import { importObjectStoreSdk } from '#platform'
import type * as Client from '@aws-sdk/client-s3'
import type * as LibStorage from '@aws-sdk/lib-storage'

export type Sdk = typeof Client & Pick<typeof LibStorage, 'Upload'>

/** The packages are not installed. */
export class ObjectStoreSdkMissing extends Error {
  override name = 'ObjectStoreSdkMissing'
}

/** @throws {ObjectStoreSdkMissing} */
export async function loadSdk(
  load: () => Promise<[typeof Client, typeof LibStorage]> = importObjectStoreSdk,
): Promise<Sdk> {
  try {
    const [client, { Upload }] = await load()
    return { ...client, Upload }
  } catch (cause) {
    throw new ObjectStoreSdkMissing(
      'An S3 as the object store needs two packages more: npm install @aws-sdk/client-s3 @aws-sdk/lib-storage',
      { cause },
    )
  }
}
