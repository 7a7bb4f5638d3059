// Puts a file into a storage of the app, wherever that is: the check, recordings, transcriptions and frames all come here (§2.9, §2.10).
import type { World } from '../../../world.ts'
import { type Storage, storages, streamS3 } from './model.ts'
import { putOnAmazon } from './providers/amazon.ts'
import { putOnAzure } from './providers/azure.ts'
import { putOnGoogle } from './providers/google.ts'
import { putAtEndpoint } from './providers/s3-compatible.ts'
import type { StoredFile } from './providers/world-bucket.ts'
import { putOnStream } from './stream-storage.ts'
import { MissingCredentials, UploadFailure } from './upload-failure.ts'

export interface FileToStore {
  /** `rec_default_demo-1_720p_1756895664781.mp4` */
  name: string
  /** Where Stream keeps it on its own storage: `video/recordings/default_demo-1`. A storage of the app has its `path` instead. */
  folder: string
  body: Uint8Array
  contentType: string
}

export interface StoreOptions {
  /** ms of real time that a provider may take. The SDKs' shortest patience is 3 s, so a check has less (§3.1). Default 30 s. */
  timeoutMs?: number
  /** Of the request that caused it, so that URLs of the double are reachable for who asked. */
  origin?: string | undefined
}

/**
 * Writes the file under the storage's path and answers its URL.
 * @param name of a storage of the app, or `stream-s3`
 * @throws {UploadFailure} with the provider's code; nothing was written then
 */
export async function storeFile(
  world: World,
  name: string,
  file: FileToStore,
  { timeoutMs = 30_000, origin }: StoreOptions = {},
): Promise<string> {
  if (name === streamS3) return putOnStream(world, file, origin)
  const storage = world.state.table(storages).get(name)
  if (!storage) throw new UploadFailure('StorageNotFound', `external storage "${name}" does not exist`)
  const stored: StoredFile = {
    bucket: storage.bucket,
    key: `${folderOf(storage)}${file.name}`,
    body: file.body,
    contentType: file.contentType,
    origin,
  }
  const { stream } = world.settings
  switch (storage.type) {
    case 's3':
      return putOnS3(world, storage, stored, timeoutMs)
    case 'gcs':
      return putOnGoogle(world, storage.gcsCredentials, stored, { endpoint: stream.gcsEndpoint, timeoutMs })
    case 'abs':
      return putOnAzure(world, storage.azure, stored, { ...stream, timeoutMs })
  }
}

/** The path with exactly one slash behind it; the documents show it with and without. */
export function folderOf({ path }: Pick<Storage, 'path'>): string {
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '' ? '' : `${trimmed}/`
}

async function putOnS3(world: World, { s3 }: Storage, file: StoredFile, timeoutMs: number): Promise<string> {
  if (!s3) throw new MissingCredentials('s3', 'aws_s3')
  const { endpoint } = s3
  // The documents' own example of a custom endpoint is Amazon's: it is stood in for, unless requests may leave.
  if (endpoint === undefined || (isAmazon(endpoint) && !world.settings.allowOutbound)) {
    return putOnAmazon(world, s3, file)
  }
  return putAtEndpoint(world, { ...s3, endpoint }, file, timeoutMs)
}

function isAmazon(endpoint: string): boolean {
  return /(^|\.)amazonaws\.com$/.test(URL.parse(endpoint)?.hostname ?? '')
}
