// A request of the journal, sent again as it came: with the same credential, date and body.
import type { Emulator } from '../emulator.ts'
import { ConnectionReset } from '../faults/connection-reset.ts'
import { bodyLimit, type JournalEntry, type Recorded } from '../journal.ts'
import type { World } from '../world.ts'

/** Why a request cannot be sent again. */
export class CannotReplay extends Error {
  override name = 'CannotReplay'
}

/** Of the connection that it came by; the rest goes as it came. */
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer']

/**
 * The secrets never leave the double: what is kept of the request is sent from here. A signature that was good for some minutes is refused
 * when they are over, as the client's own would be.
 * @returns the entry that tells what became of it
 * @throws {CannotReplay}
 */
export async function replay(emulator: Emulator, world: World, recorded: Recorded): Promise<JournalEntry> {
  const request = requestAgain(recorded)
  const isBuckets = recorded.service === 's3' || recorded.service === 's3-elsewhere'
  try {
    const response = await (isBuckets ? emulator.fetchS3(request) : emulator.fetch(request))
    await response.body?.cancel()
  } catch (error) {
    // A fault that breaks connections is no failure of ours: the entry says so.
    if (!(error instanceof ConnectionReset)) throw error
  }
  for (const one of [world, ...emulator.worlds.list()]) {
    const entry = one.journal.entryOf(request.headers)
    if (entry) return entry
  }
  throw new CannotReplay('The request was answered, but it left no entry: the journal was emptied meanwhile')
}

/** @throws {CannotReplay} */
export function requestAgain(recorded: Recorded): Request {
  const { direction, method, url } = recorded
  if (direction === 'out') throw new CannotReplay('The double sent this itself; only what came to it can be sent again')
  const headers = new Headers([...recorded.requestHeaders])
  const body = bodyOf(recorded, headers)
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    throw new CannotReplay(`A ${method} with a body cannot be sent again`)
  for (const name of ofTheConnection) headers.delete(name)
  return new Request(url, { method, headers, ...(body !== undefined && { body }) })
}

function bodyOf({ method, requestBody }: Recorded, headers: Headers): string | undefined {
  const declared = headers.get('content-length')
  if (declared === null && requestBody === undefined) {
    // In-process nothing says that there was a body; over a socket it has a length or comes in chunks.
    const mayHaveOne = !headers.has('host') && !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method)
    if (headers.has('transfer-encoding') || mayHaveOne) throw notKept('Its body was')
    return undefined
  }
  const length = declared === null ? undefined : Number(declared)
  if (length === 0 && (requestBody ?? '') === '') return undefined
  if (requestBody === undefined) throw notKept(`Its body of ${length} bytes was`)
  if (requestBody.length > bodyLimit)
    throw new CannotReplay(`Its body has ${requestBody.length} characters; up to ${bodyLimit} are sent again`)
  const isWhole =
    length === undefined
      ? !/^multipart\//i.test(headers.get('content-type') ?? '') && !/^\[\d+ bytes/.test(requestBody)
      : new TextEncoder().encode(requestBody).length === length
  if (!isWhole) throw notKept(length === undefined ? 'Its body was' : `Its body of ${length} bytes was`)
  return requestBody
}

function notKept(what: string): CannotReplay {
  return new CannotReplay(
    `${what} stored as it came, and the journal keeps no copy, so the request cannot be sent again from here`,
  )
}
