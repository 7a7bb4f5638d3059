// What stands in the way of a world, or of a snapshot of one.

/** Refuses a world, in words for its user; `status` is what the control API answers. */
export class WorldRefused extends Error {
  override name = 'WorldRefused'
  readonly status: 400 | 404 | 409

  constructor(status: 400 | 404 | 409, message: string) {
    super(message)
    this.status = status
  }
}
