// What the bridge refuses: a status and `{"message": …}`.
import type { World } from '../../../world.ts'

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

/** DuraCloud asks the bridge, and a fault of the world makes it fail. @throws {BridgeError} */
export function refuseWithoutBridge(world: World): void {
  const fault = world.faults.happens('duracloud', 'bridge-call', '')
  if (fault?.effect.kind !== 'error') return
  throw new BridgeError(Number(fault.effect.details.status), String(fault.effect.details.message))
}
