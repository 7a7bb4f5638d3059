// The code by which a store refuses something.
import { ObjectStoreError } from '../../../emulator/objects/errors.ts'

/** The code of the refusal, or what happened instead. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'nothing refused'
  } catch (error) {
    if (error instanceof ObjectStoreError) return error.code
    throw error
  }
}
