// What came of an operation, as text that two stores have to agree in.
import { ObjectStoreError } from '../../../emulator/objects/errors.ts'

export async function outcome(promise: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await promise, sorted) ?? 'nothing'
  } catch (error) {
    if (error instanceof ObjectStoreError) return `refused: ${error.code}`
    throw error
  }
}

/** Only the own store tells how many parts an object came in: its S3 wire asks for it. */
function sorted(name: string, value: unknown): unknown {
  if (name === 'partsCount') return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
