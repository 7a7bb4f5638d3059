// The orders in which the SDKs sort parameters before they sign (§2.1, §2.2).
import { baseOf } from './name.ts'

interface Named {
  readonly name: string
}

/** Like `a < b`, but by UTF-8 bytes: JavaScript compares UTF-16 units and puts U+FFFD behind an emoji. */
export function byteOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at)
    const y = b.charCodeAt(at)
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? behindSurrogates(x) - behindSurrogates(y) : x - y
  }
  return a.length - b.length
}

/** Surrogates stand for code points above every other unit. */
function behindSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}

/** Flat, by the whole name: `events2` before `events[x]`. */
export function byName(a: Named, b: Named): number {
  return byteOrder(a.name, b.name)
}

/** Nested entries sorted inside their base, the base among the top-level keys: `events[x]` before `events2` (python, gem). */
export function byBase(a: Named, b: Named): number {
  return byteOrder(baseOf(a.name), baseOf(b.name)) || byteOrder(a.name, b.name)
}
