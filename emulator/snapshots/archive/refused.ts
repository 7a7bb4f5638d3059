// What stands in the way of a file that is to be a snapshot.

/** Refuses a file as a whole, in words for its user: nothing of it was taken. */
export class ArchiveRefused extends Error {
  override name = 'ArchiveRefused'
  readonly code: 'invalid-archive' | 'too-large'

  constructor(message: string, options: ErrorOptions & { code?: ArchiveRefused['code'] } = {}) {
    super(message, options)
    this.code = options.code ?? 'invalid-archive'
  }
}
