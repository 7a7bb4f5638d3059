// Signed paths as a client sends them: every one with a timestamp, and so a signature, of its own.
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'

export interface Account {
  accessKey: string
  secretKey: string
  factoryId: string
}

/**
 * @param path without `/v3.0`
 * @param now ms; the timestamps are the microseconds before it
 */
export function signedPaths(
  account: Account,
  path: string,
  count: number,
  now = Date.now(),
  parameters: Record<string, string> = {},
): string[] {
  return Array.from({ length: count }, (_, index) => {
    const micros = String(index % 1_000_000).padStart(6, '0')
    return `/v3.0${path}?${signedQuery(account, 'GET', path, new Date(now).toISOString().replace(/\.\d+Z$/, `.${micros}Z`), parameters)}`
  })
}

export function signedQuery(
  { accessKey, secretKey, factoryId }: Account,
  verb: string,
  path: string,
  timestamp = new Date().toISOString(),
  parameters: Record<string, string> = {},
  host = '127.0.0.1',
): string {
  return signRequest({
    verb,
    host,
    path,
    parameters: Object.entries(parameters),
    accessKey,
    secret: secretKey,
    factoryId,
    timestamp,
  }).query
}
