// set-storage-policy: when the content of a space moves to cheaper storage (§2.5).
import { leastDays } from '../../../s3/transition-days.ts'
import { refuse } from '../errors.ts'
import { spaces, type StoragePolicy } from '../model.ts'
import { parseParameters } from './jackson-reader.ts'
import { emptyParameters, requireParameter, requireTaskSpace, type TaskCall } from './task.ts'

/** S3's ids, with the names of the SDK's constants. */
const storageClasses: Readonly<Record<string, string>> = {
  STANDARD: 'Standard',
  REDUCED_REDUNDANCY: 'ReducedRedundancy',
  GLACIER: 'Glacier',
  STANDARD_IA: 'StandardInfrequentAccess',
  ONEZONE_IA: 'OneZoneInfrequentAccess',
  INTELLIGENT_TIERING: 'IntelligentTiering',
  DEEP_ARCHIVE: 'DeepArchive',
  OUTPOSTS: 'Outposts',
  GLACIER_IR: 'GlacierInstantRetrieval',
}

/** Answers a sentence, though a class for a JSON result exists. */
export function setStoragePolicy({ world, store, body }: TaskCall): string {
  const given = parseParameters(body, 'org.duracloud.s3storageprovider.dto.SetStoragePolicyTaskParameters', {
    spaceId: 'string',
    storageClass: 'string',
    daysToTransition: 'integer',
  })
  const spaceId = requireParameter(given.spaceId)
  const storageClass = requireParameter(given.storageClass)
  const days = given.daysToTransition
  if (days === null || days < 0) throw emptyParameters()
  const constant = Object.hasOwn(storageClasses, storageClass) ? storageClasses[storageClass] : undefined
  if (constant === undefined) {
    const valid = Object.keys(storageClasses).join(', ')
    throw refuse(
      500,
      `Cannot set storage policy due to invalid storage class. The valid storage class options are: [${valid}]`,
    )
  }
  const space = requireTaskSpace(world, store, spaceId)
  const { storagePolicies: before = [] } = space
  const keep = (policy: StoragePolicy) =>
    world.state.table(spaces).update(space.id, { storagePolicies: [...before, policy] })
  if (days < (leastDays[storageClass] ?? Number.POSITIVE_INFINITY)) {
    // The policy of before is removed first.
    keep({ storageClass: 'STANDARD', days: 0, since: world.clock.now() })
    throw refuse(500, `Lifecycle policy for bucket ${space.bucket} could not be applied. The space cannot be found.`)
  }
  const last = before.at(-1)
  if (last?.storageClass !== storageClass || last.days !== days) {
    keep({ storageClass, days, since: world.clock.now() })
  }
  return `Successfully set storage policy on space ${spaceId} to move content to ${constant} after ${days} days`
}
