// Removes a bucket with everything in it.
import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'

export async function clearAway(client: S3Client, Bucket: string): Promise<void> {
  try {
    for (let left = true; left;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket, EncodingType: 'url' }))
      left = page.IsTruncated ?? false
      const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key = '', VersionId }) => ({
        Key: decodeURIComponent(Key.replaceAll('+', ' ')),
        VersionId,
      }))
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
    }
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
    for (const { Key, UploadId } of Uploads)
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    await client.send(new DeleteBucketCommand({ Bucket }))
  } catch (error) {
    // The test may have deleted it.
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error
  }
}
