// Why a port could not be opened, in words for the person who has to choose another.

/** Thrown by `listen` when the host and port cannot be had. */
export class PortUnavailable extends Error {
  override name = 'PortUnavailable'
  readonly port: number
  readonly reason: 'taken' | 'forbidden' | 'no-such-host'

  constructor(port: number, reason: PortUnavailable['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.port = port
    this.reason = reason
  }
}
