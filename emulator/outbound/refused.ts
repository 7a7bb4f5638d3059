// Why an outbound request was not made, or was given up.

/**
 * - `forbidden-address`: the guard does not let requests reach that address
 * - `bad-url`: not a URL, not http or https, or an unusable `Location`
 * - `dns`: the name has no address, or cannot be looked up here
 * - `connect`: the connection failed, or broke off
 * - `timeout`: the whole exchange, or a silence within it, took too long
 * - `too-large`: the answer has more bytes than the caller allows
 * - `too-many-redirects`, `redirect-loop`: see `createOutbound`
 * - `aborted`: the caller gave up
 */
export type RefusalReason =
  | 'forbidden-address'
  | 'bad-url'
  | 'dns'
  | 'connect'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects'
  | 'redirect-loop'
  | 'aborted'

/** An outbound request that failed. The message is for the developer whose URL it was. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
