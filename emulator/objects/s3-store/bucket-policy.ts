// Who may read without a signature, as a bucket's policy says it: everything in a public bucket, else the objects with a tag.
import { publicTag } from './object-input.ts'

export interface Openness {
  /** Anybody may list the bucket and read all of it. */
  publicRead: boolean
  /** Some of its objects are public by themselves. */
  publicObjects: boolean
}

/** JSON; undefined when nobody may. */
export function bucketPolicy(bucket: string, { publicRead, publicObjects }: Openness): string | undefined {
  const everybody = { Effect: 'Allow', Principal: { AWS: ['*'] } }
  const arn = `arn:aws:s3:::${bucket}`
  const statements = []
  if (publicRead) {
    statements.push({ ...everybody, Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: [arn] })
    statements.push({ ...everybody, Action: ['s3:GetObject'], Resource: [`${arn}/*`] })
  } else if (publicObjects) {
    const Condition = { StringEquals: { [`s3:ExistingObjectTag/${publicTag.name}`]: publicTag.value } }
    statements.push({ ...everybody, Action: ['s3:GetObject'], Resource: [`${arn}/*`], Condition })
  }
  return statements.length > 0 ? JSON.stringify({ Version: '2012-10-17', Statement: statements }) : undefined
}
