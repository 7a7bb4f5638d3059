// What a refusal says: the SDK's error, as far as it is of interest.
import { S3ServiceException } from '@aws-sdk/client-s3'

/** `404 NoSuchKey` */
export async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'not refused'
  } catch (error) {
    if (error instanceof S3ServiceException) return `${error.$metadata.httpStatusCode} ${error.name}`
    throw error
  }
}
