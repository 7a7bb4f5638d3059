// What the bridge refuses: a status and `{"message": …}`.

export class BridgeError extends Error {
  override name = 'BridgeError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const noSuchSnapshot = (id: string) => new BridgeError(404, `Snapshot with ID ${id} was not found`)

export const noSuchRestore = (id: string) => new BridgeError(404, `Restore with ID ${id} was not found`)

export const wrongState = (what: string, status: string) =>
  new BridgeError(500, `Unable to ${what}: its status is ${status}`)
