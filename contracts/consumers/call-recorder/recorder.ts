// The call recorder: keeps what is said in calls in the team's own buckets, by Stream's SDK and Amazon's.
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { StreamClient } from '@stream-io/node-sdk'

export interface App {
  /** `https://video.stream-io-api.com` */
  url: string
  apiKey: string
  apiSecret: string
}

/** What a webhook told. */
export interface Told {
  type: string
  /** Of the call: `default:premiere`. */
  cid: string
  /** Where the recording or the transcription is, if the event is about one that is ready. */
  file: string | undefined
}

export class Recorder {
  readonly stream: StreamClient

  constructor({ url, apiKey, apiSecret }: App) {
    this.stream = new StreamClient(apiKey, apiSecret, { basePath: url })
  }

  call(id: string, type = 'default') {
    return this.stream.video.call(type, id)
  }

  /** Makes a bucket a storage, and answers the file that shows that Stream can write there. */
  async useBucket(name: string, bucket: string): Promise<void> {
    await this.stream.createExternalStorage({
      name,
      bucket,
      storage_type: 's3',
      path: 'recordings/',
      aws_s3: { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' },
    })
  }

  async check(name: string): Promise<string> {
    return (await this.stream.checkExternalStorage({ name })).file_url
  }

  /** Where each recording of a call is, with how many seconds it lasts. */
  async recordings(id: string): Promise<{ url: string; seconds: number }[]> {
    const { recordings } = await this.call(id).listRecordings()
    return recordings.map(({ url, start_time, end_time }) => ({
      url,
      seconds: Math.round((end_time.getTime() - start_time.getTime()) / 1000),
    }))
  }

  /** @throws Error when it is not Stream that sent it */
  async receive(request: Request): Promise<Told> {
    const body = await request.text()
    if (!this.stream.verifyWebhook(body, request.headers.get('x-signature') ?? ''))
      throw new Error('Somebody else than Stream sent this')
    const { type, call_cid, call_recording, call_transcription } = JSON.parse(body) as {
      type: string
      call_cid: string
      call_recording?: { url: string }
      call_transcription?: { url: string }
    }
    return { type, cid: call_cid, file: (call_recording ?? call_transcription)?.url }
  }
}

/** Reads what Stream wrote, by Amazon's SDK. */
export class Shelf {
  readonly #s3: S3Client
  readonly #bucket: string

  constructor(endpoint: string, bucket: string) {
    this.#bucket = bucket
    this.#s3 = new S3Client({
      endpoint,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'my-access-key', secretAccessKey: 'my-secret' },
      maxAttempts: 1,
    })
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix }))
    return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]))
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }))
    return (await Body?.transformToString()) ?? ''
  }

  /** Bytes. */
  async size(key: string): Promise<number | undefined> {
    return (await this.#s3.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }))).ContentLength
  }
}
