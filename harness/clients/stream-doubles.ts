// Two doubles for the clients of Stream: dates in webhooks as production sends them, and as the typed parsers of some SDKs read them.
import { type RunningDouble, startDouble } from './running-double.ts'

export interface StreamDoubles extends AsyncDisposable {
  /** Where both are, and the credentials of `main`, which are those of the documentation. */
  env: Record<string, string>
  problems: readonly string[]
}

export async function startDoublesForStream(): Promise<StreamDoubles> {
  const asSent = await startDouble()
  const inNanoseconds = await startDouble({ stream: { webhookDates: 'nanoseconds' } })
  const both: readonly RunningDouble[] = [asSent, inNanoseconds]
  const { stream, s3 } = asSent.credentials
  return {
    env: {
      STUNTDOUBLE_URL: asSent.url,
      STUNTDOUBLE_NANOSECONDS_URL: inNanoseconds.url,
      NANOSECONDS_S3_URL: inNanoseconds.s3Url,
      STREAM_BASE_URL: asSent.url,
      STREAM_API_KEY: stream.apiKey,
      STREAM_API_SECRET: stream.apiSecret,
      AWS_ENDPOINT_URL_S3: asSent.s3Url,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
    get problems() {
      return both.flatMap(({ problems }) => problems)
    },
    async [Symbol.asyncDispose]() {
      for (const double of both) await double[Symbol.asyncDispose]()
    },
  }
}
