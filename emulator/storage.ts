// Where a double keeps what it has: rows in databases, bytes as blobs, or buckets in an S3 elsewhere.
import { openDataDirectory, openDirectoryBlobs } from '#platform'
import type { Blobs } from './objects/blobs.ts'
import type { ExternalStore } from './objects/external-store.ts'
import { MemoryBlobs } from './objects/memory-blobs.ts'
import type { EmulatorOptions, EmulatorSettings } from './options.ts'
import type { Databases } from './state/databases.ts'
import { MemoryDatabases } from './state/memory-databases.ts'

export interface Storage {
  databases: Databases
  blobs: Blobs
  external: ExternalStore | undefined
  close: () => Promise<void>
}

/**
 * Opens what `data` and `objectStore` ask for.
 * @throws {RangeError} when one of them needs another option
 * @throws {NewerSchema} when the data directory was written by a newer program
 * @throws {ObjectStoreUnavailable} when the S3 does not answer
 * @throws {ObjectStoreSdkMissing} when its packages are not installed
 */
export async function openStorage(
  settings: EmulatorSettings,
  { objectStore, s3Store }: Pick<EmulatorOptions, 'objectStore' | 's3Store'>,
): Promise<Storage> {
  const external = objectStore === 's3' ? await openExternal(s3Store) : undefined
  if (settings.data === undefined) {
    if (objectStore === 'directory')
      throw new RangeError('objectStore: `directory` needs `data`, the directory to keep the bytes in')
    const databases = new MemoryDatabases()
    return {
      databases,
      blobs: new MemoryBlobs(),
      external,
      async close() {
        databases.close()
        external?.close()
      },
    }
  }
  try {
    const directory = await openDataDirectory(settings.data)
    // Also before an S3: what is on its way there waits in the directory.
    const blobs = objectStore === 'memory' ? new MemoryBlobs() : await openDirectoryBlobs(directory.blobs)
    return {
      databases: directory,
      blobs,
      external,
      async close() {
        external?.close()
        await directory.close()
      },
    }
  } catch (error) {
    external?.close()
    throw error
  }
}

async function openExternal(options: EmulatorOptions['s3Store']): Promise<ExternalStore> {
  if (!options) throw new RangeError('objectStore: `s3` needs `s3Store`, with the endpoint of the S3')
  const { openS3Store } = await import('./objects/s3-store/open-s3-store.ts')
  return openS3Store(options)
}
