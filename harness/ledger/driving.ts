// Which of the things that the suites install drives the doubles right now: what the wire says is believed of nobody else.
import type { Installed } from './clients.ts'

/** Doubles in other processes hear of it too. */
export const drivingVariable = 'LEDGER_DRIVING'

/** Until it is disposed of, requests that look like this client's are. */
export function driving(client: Installed): Disposable {
  process.env[drivingVariable] = client
  return { [Symbol.dispose]: () => void delete process.env[drivingVariable] }
}
