// Which multipart upload a request names, and which checksums its parts need.
import type { Upload } from '../objects/object-store.ts'
import { type ChecksumAlgorithm, checksumAlgorithm } from './auth/checksums.ts'
import type { Asked } from './call.ts'

export function uploadIn({
  bucket,
  key,
  query,
}: Pick<Asked, 'bucket' | 'key' | 'query'>): Pick<Upload, 'id' | 'bucket' | 'key'> {
  return { id: query.get('uploadId') ?? '', bucket, key }
}

/** Those of a part that its upload asks for, also when the client gives none; before anything is believed of the request. */
export function partAlgorithms(asked: Pick<Asked, 'store' | 'bucket' | 'key' | 'query'>): readonly ChecksumAlgorithm[] {
  try {
    const algorithm = checksumAlgorithm(asked.store.headUpload(uploadIn(asked)).checksum?.algorithm ?? '')
    return algorithm ? [algorithm] : []
  } catch {
    // No such upload: that is told once it is known who asks.
    return []
  }
}
