// A double for clients of its buckets, with the variables that AWS's own tools read.
import { startDouble } from './running-double.ts'

export interface S3Double extends AsyncDisposable {
  env: Record<string, string>
  problems: readonly string[]
}

export async function startDoubleForS3(): Promise<S3Double> {
  const double = await startDouble()
  const { accessKeyId, secretAccessKey } = double.credentials.s3
  return {
    env: {
      AWS_ENDPOINT_URL_S3: double.s3Url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    problems: double.problems,
    [Symbol.asyncDispose]: () => double[Symbol.asyncDispose](),
  }
}
