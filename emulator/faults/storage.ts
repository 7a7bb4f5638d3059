// The object store when it is not there: calls that a fault is about fail as those of an S3 that cannot be reached.
import { ObjectStoreUnavailable } from '../objects/errors.ts'
import type { ObjectStore, Upload } from '../objects/object-store.ts'
import type { StoredFault } from './model.ts'

/** Answered at once, and so thrown at once. */
const atOnce = new Set(['bucket', 'settings', 'headVersion', 'partsOf', 'headUpload'])

/** As of one that is really elsewhere, and is not reached. */
const unreachable = 'The object store does not answer: connect timed out'

/** What is asked of a wrapper beyond the store's own methods (`then`, say) is no call. */
export function isBucketCall(operation: string): boolean {
  return operation !== 'then'
}

/** Whether a fault that struck has a part taken that is missing later. */
export function losesPart({ effect }: StoredFault, operation: string): boolean {
  return effect.kind === 'error' && effect.error === 'part-lost' && operation === 'putPart'
}

/**
 * The same store, which asks before each call.
 * @param strikes answers the fault that happens to a call, by the method's name and `/BUCKET/KEY`
 */
export function outageOf<S extends ObjectStore>(
  store: S,
  strikes: (operation: string, path: string) => StoredFault | undefined,
): S {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function' || typeof name !== 'string') return method
      return (...given: unknown[]): unknown => {
        const fault = strikes(name, pathOf(given))
        if (!fault || fault.effect.kind !== 'error') return Reflect.apply(method, target, given)
        if (fault.effect.error === 'part-lost')
          return losesPart(fault, name) ? losePart(target, given) : Reflect.apply(method, target, given)
        const error = new ObjectStoreUnavailable(unreachable, { fault: { id: fault.id, name: fault.name } })
        if (atOnce.has(name)) throw error
        return Promise.reject(error)
      }
    },
  })
}

/** A bucket and perhaps a key, or an address that has both. */
function pathOf([first, second]: readonly unknown[]): string {
  if (typeof first === 'object' && first !== null && 'bucket' in first)
    return `/${String(first.bucket)}${'key' in first ? `/${String(first.key)}` : ''}`
  return `/${typeof first === 'string' ? first : ''}${typeof second === 'string' ? `/${second}` : ''}`
}

/** The part is taken, and put where nobody looks for it: its upload goes on without it. */
async function losePart(store: ObjectStore, given: readonly unknown[]): Promise<unknown> {
  const [upload, ...rest] = given as Parameters<ObjectStore['putPart']>
  const elsewhere: Upload = await store.createUpload(upload.bucket, upload.key)
  try {
    return await store.putPart(elsewhere, ...rest)
  } finally {
    await store.abortUpload(elsewhere)
  }
}
