// Why a file did not get into a storage: the provider's words for the client, the likely mistake for the journal (§3.2).
import type { Diagnosis } from '../../../journal.ts'
import type { World } from '../../../world.ts'

type Mistake = Diagnosis['mistakes'][number]

/** The file is not there. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure'
  /** As the provider calls it: `NoSuchBucket`. */
  readonly providerCode: string
  readonly mistakes: readonly Mistake[]

  constructor(providerCode: string, message: string, mistakes: readonly Mistake[] = [], options?: ErrorOptions) {
    super(message, options)
    this.providerCode = providerCode
    this.mistakes = mistakes
  }
}

/** The configuration lacks what the provider would be asked with; it never was. */
export class MissingCredentials extends UploadFailure {
  constructor(type: string, field: string) {
    super('MissingCredentials', `missing credentials for storage type ${type}`, [
      { code: 'missing-credentials', message: `The storage has no ${field}`, hint: `Update it with ${field}` },
    ])
  }
}

export const mistake = (code: string, message: string, hint: string): Mistake => ({ code, message, hint })

/**
 * A fault of the world makes a file not arrive.
 * @param path the name of a storage that is checked, or the call whose file is uploaded
 * @throws {UploadFailure}
 */
export function refuseByFault(world: World, event: 'storage-check' | 'upload', path: string): void {
  const fault = world.faults.happens('stream', event, path)
  if (fault?.effect.kind !== 'error') return
  const { providerCode, message } = fault.effect.details
  throw new UploadFailure(String(providerCode), String(message))
}
