// Where a page ends, as an opaque text (§5.2).
import type { SqlValue } from '../../../platform/platform.ts'
import { inputError } from '../errors.ts'

/** The values that a row is sorted by, the last of them its place in the order of creation. */
export type Position = readonly SqlValue[]

/** @param sort its name: to another, the position means nothing */
export function writeCursor(sort: string, position: Position): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort, ...position]))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/**
 * @param length how many values a position has
 * @throws {StreamError} 400/4 for what is no cursor, or one of another sort
 */
export function readCursor(name: string, cursor: string, sort: string, length: number): Position {
  const decoded = decode(cursor)
  const [of, ...position]: unknown[] = Array.isArray(decoded) ? decoded : []
  if (of !== sort || position.length !== length || !position.every(isSqlValue))
    throw inputError(`${name} is not a valid cursor for this sort`)
  return position
}

function decode(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    )
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // Neither base64 nor JSON: the caller refuses it.
    return undefined
  }
}

function isSqlValue(value: unknown): value is SqlValue {
  return value === null || typeof value === 'string' || typeof value === 'number'
}
