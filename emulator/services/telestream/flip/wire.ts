// Flip 3.1's bodies (§3.7): types are strict, because Go refuses a number where it expects a text, and the other way round.
import { plainText } from '../../../plain-text.ts'
import { type Encoding, type Factory, type NotificationSettings, type Profile, type Video } from '../model.ts'
import { flipOf } from './factory-settings.ts'
import { type FieldKind, profileFields } from '../profile-fields.ts'
import { notificationsBody, parseBoolean, profileBody, timestamp, videoBody } from '../wire.ts'

/** @param withStorageProvider only then the storage's number is told */
export function flipFactoryBody(factory: Factory, bucketUrl: string, withStorageProvider: boolean) {
  const flip = flipOf(factory)
  return {
    id: factory.id,
    name: factory.name,
    factory_region: flip.region,
    output_bucket_name: factory.bucket,
    acl: factory.privateAccess ? 'private' : 'public',
    url: bucketUrl,
    server_side_encryption: flip.serverSideEncryption,
    input_bucket_name: flip.inputBucket,
    input_bucket_watch: flip.inputWatch,
    input_bucket_files_map: flip.inputFiles,
    // Texts, though they are sent as a number and a boolean.
    input_bucket_sync_every_n_min: String(flip.inputEvery),
    input_bucket_recursive: String(flip.inputRecursive),
    input_bucket_file_pattern: flip.inputPattern,
    outputs_path_format: factory.outputsPathFormat,
    ...(withStorageProvider ? { storage_provider: flip.storageProvider } : {}),
    provider_specific_settings: flip.providerSettings,
    store_id: flip.storeId,
    created_at: timestamp(factory.createdAt),
    updated_at: timestamp(factory.updatedAt),
  }
}

/** With what its maker asked for, where that was anything. */
export function flipVideoBody(video: Video, encodingsCount: number) {
  return { ...video.settings, ...videoBody(video), encodings_count: encodingsCount }
}

/** §9: no document says what the finer words are; these are ours. */
export function preciseStatus({ status, startedAt, errorClass }: Encoding): string {
  if (status === 'processing') return startedAt === null ? 'queued' : 'encoding'
  return errorClass === 'EncodingCanceled' ? 'canceled' : status
}

/** A profile in the types of Flip 3.1, whichever API made it; what it has no type for is null, which all clients take. */
export function flipProfileBody(profile: Profile, expand: boolean) {
  return Object.fromEntries(
    Object.entries(profileBody(profile, expand)).map(([name, value]) => [name, typed(name, value)]),
  )
}

function typed(name: string, value: unknown): unknown {
  const kind = profileFields.get(name)
  if (kind === undefined || value === null) return value
  // The words of V2, in that of the one SDK that checks them.
  if (name === 'aspect_mode' && (value === 'fill' || value === 'crop')) return 'fill (crop)'
  if (name === 'deinterlace') return value === true ? 'keep_fps' : typeof value === 'string' ? value : null
  return ofKind(kind, value)
}

function ofKind(kind: FieldKind, value: unknown): unknown {
  switch (kind) {
    case 'any':
      return value
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof number !== 'number' || !Number.isFinite(number)) return null
      return kind === 'integer' ? Math.round(number) : number
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : (parseBoolean(plainText(value)) ?? null)
    case 'text':
    case 'flag':
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
    default:
      return kind.includes(plainText(value)) ? plainText(value) : null
  }
}

/** Python 2.0.1 refuses a url of null. */
export function flipNotificationsBody(settings: NotificationSettings) {
  return { ...notificationsBody(settings), url: settings.url ?? '' }
}
