// A provider state that nobody knows, or that does not take what it was given.

/** Its message is the one line that a consumer's team reads. */
export class StateRefused extends Error {
  override name = 'StateRefused'
  readonly state: string

  constructor(state: string, reason: string, options?: ErrorOptions) {
    super(`the state "${state}": ${reason}`, options)
    this.state = state
  }
}
