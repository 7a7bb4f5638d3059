// URLs by which anybody may download a source or an output for a while: those of the bucket, signed as S3's SDKs sign them.
import { longestExpiry } from '../../../s3/presign.ts'
import type { Call } from '../call.ts'
import { recordNotFound } from '../errors.ts'
import { factoryOf, findEncoding, findVideo } from '../find.ts'
import { sourceKey, sourcesBucket } from '../model.ts'
import type { PathParameters } from '../routes.ts'
import { originalKey } from '../sources.ts'

/** Seconds, when nothing else is asked for; no document says how long. */
const usualExpiry = 3600

export async function ofVideo(call: Call, { id = '' }: PathParameters) {
  const video = findVideo(call, id)
  const factory = factoryOf(call)
  if (!video.hasSource) throw recordNotFound('Source of Video', id)
  const [bucket, key] =
    factory.uploadOriginalVideo && video.status === 'success'
      ? [factory.bucket, originalKey(video)]
      : [sourcesBucket, sourceKey(video)]
  return { signed_url: await sign(call, bucket, key) }
}

/** Of its main file. `expires` is in seconds. */
export async function ofEncoding(call: Call, { id = '' }: PathParameters) {
  const { files } = findEncoding(call, id)
  const [main] = files
  if (main === undefined) throw recordNotFound('Output of Encoding', id)
  return { signed_url: await sign(call, factoryOf(call).bucket, main) }
}

export async function allOfEncoding(call: Call, { id = '' }: PathParameters) {
  const { bucket } = factoryOf(call)
  return { signed_urls: await Promise.all(findEncoding(call, id).files.map((file) => sign(call, bucket, file))) }
}

function sign({ world, exchange, input }: Call, bucket: string, key: string): Promise<string> {
  return world.signedUrl({
    bucket,
    key,
    origin: exchange.origin,
    expiresIn: input.integer('expires', { min: 1, max: longestExpiry }) ?? usualExpiry,
  })
}
