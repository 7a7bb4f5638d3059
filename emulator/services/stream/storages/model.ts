// The storages of an app: where recordings and transcriptions are put instead of Stream's own bucket (§2.2, §4).
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'

/** Amazon S3, or anything that speaks it. */
export interface S3Settings {
  region: string
  apiKey?: string
  secret?: string
  /** Another service than Amazon's: MinIO, R2, the double itself. */
  endpoint?: string
}

/** A service principal of Microsoft Entra. */
export interface AzureSettings {
  account: string
  tenant: string
  clientId: string
  clientSecret: string
}

export const storageTypes = ['s3', 'gcs', 'abs'] as const
export type StorageType = (typeof storageTypes)[number]

/** Nothing of it is validated when it is created: what is wrong shows in the check. */
export interface Storage {
  /** Its name. */
  id: string
  type: StorageType
  /** Of Azure, the container. */
  bucket: string
  /** Put before every file name, as the client wrote it; empty where none was given. */
  path: string
  s3?: S3Settings
  /** A service account's JSON, as text. */
  gcsCredentials?: string
  azure?: AzureSettings
  /** ms */
  createdAt: number
}

export const storages = defineTable<Storage>('stream_storages', { counted: [[]] })

/** Stream's own storage: always there to be named, never listed (§2.2). */
export const streamS3 = 'stream-s3'

/** Whether a call type or a start may name it. */
export function storageExists(world: World, name: string): boolean {
  return name === streamS3 || world.state.table(storages).get(name) !== undefined
}
