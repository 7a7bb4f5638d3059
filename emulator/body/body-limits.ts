// How much of a request body is taken.

export interface BodyLimits {
  /** Bytes of an `application/x-www-form-urlencoded` body, whose fields count as well. */
  formBytes: number
  /** Bytes of an `application/json` body. */
  jsonBytes: number
  /** Bytes of the names and values of all text fields of a multipart body together. */
  fieldBytes: number
  fieldCount: number
  /** Bytes of all files of a multipart body together. */
  fileBytes: number
  fileCount: number
}

const MiB = 2 ** 20

/** Files may have 5 GiB together: the most that S3 takes in a single PUT. Everything else is held in memory and small. */
export const defaultLimits: BodyLimits = {
  formBytes: MiB / 4,
  jsonBytes: MiB,
  fieldBytes: MiB / 4,
  fieldCount: 256,
  fileBytes: 5 * 1024 * MiB,
  fileCount: 32,
}
