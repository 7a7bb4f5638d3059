// How a command ends that cannot do what it was asked: with one line, and a status that says whose mistake it was.

/** What was asked for is wrong: `Usage`, 2. It could not be done: 1. */
export const exitStatus = { failed: 1, usage: 2 } as const

/** Thrown by a command; its message is the one line. */
export class Failure extends Error {
  override name = 'Failure'
  readonly status: number

  constructor(message: string, status: number = exitStatus.failed, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}
