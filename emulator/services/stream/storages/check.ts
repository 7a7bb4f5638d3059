// The check of a storage: really writes a file there (§3).
import type { Call } from '../call.ts'
import { inputError } from '../errors.ts'
import { storages, streamS3 } from './model.ts'
import { findStorage } from './storages.ts'
import { storeFile } from './store-file.ts'
import { MissingCredentials, refuseByFault, UploadFailure } from './upload-failure.ts'

/** Node's client gives up after 3 s; it should hear what is wrong before (§3.1). */
const patience = 2500

/** GET /external_storage/:name/check */
export async function checkStorage(call: Call): Promise<object> {
  const name = call.param('name')
  return check(call, name === streamS3 ? name : findStorage(call).id)
}

/** GET /video/external_storage/check, as the documentation prints it: without a name it is the newest storage (§3.4). */
export async function checkNamelessStorage(call: Call): Promise<object> {
  const name = call.query.get('name')
  const table = call.world.state.table(storages)
  const storage = name ? table.get(name) : table.list({ direction: 'desc', limit: 1 })[0]
  if (!storage) throw inputError('name is a required field')
  return check(call, storage.id)
}

async function check(call: Call, storage: string): Promise<object> {
  const { world, exchange } = call
  const name = `stream-${world.ids.uuid('stream-check')}.md`
  const body = new TextEncoder().encode('This file was written by Stream to check that it may write here.\n')
  try {
    refuseByFault(world, 'storage-check', storage)
    const file = { name, folder: 'video/checks', body, contentType: 'text/markdown' }
    return { file_url: await storeFile(world, storage, file, { timeoutMs: patience, origin: exchange.origin }) }
  } catch (error) {
    if (!(error instanceof UploadFailure)) throw error
    const { providerCode, mistakes, message } = error
    // Azure's own words begin with the code.
    const reason = message.startsWith(providerCode) ? message : `${providerCode}: ${message}`
    throw inputError(error instanceof MissingCredentials ? message : `failed to upload test file: ${reason}`, {
      exceptionFields: { provider_code: providerCode },
      ...(mistakes.length > 0 && { diagnosis: { mistakes } }),
    })
  }
}
