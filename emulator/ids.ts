// A world's source of ids and chance: the same seed gives the same sequence for each kind, whatever happens to other kinds.
import { sha256, sha256Hex } from '#platform'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { State } from './state/state.ts'

/** The first id of a kind that a world of that seed issues, without issuing it. */
export function firstId(seed: number, kind: string, length = 32): string {
  return bytesToHex(digest(seed, kind, 1)).slice(0, length)
}

export class Ids {
  readonly #state: State
  #seed: number
  readonly #passing = new Map<string, { number: number; hex: string; at: number }>()

  /** @param seed unless the state has one, being a copy of another world's */
  constructor(state: State, seed: number) {
    this.#state = state
    this.#seed = state.read<number>('seed') ?? seed
  }

  get seed(): number {
    return this.#seed
  }

  /** To be called when the state is another one: it begins anew, or a snapshot is restored. */
  restart(seed: number): void {
    this.#seed = this.#state.read<number>('seed') ?? seed
    this.#passing.clear()
  }

  /** The next 32 bytes of a kind. */
  bytes(kind: string): Uint8Array {
    return digest(this.#seed, kind, this.#state.next(kind))
  }

  /** For ids that nobody looks up again, such as that of a request: not kept, so that reading writes nothing. A digest has several. */
  passing(kind: string, length = 32): string {
    let rest = this.#passing.get(kind)
    if (!rest) this.#passing.set(kind, (rest = { number: 0, hex: '', at: 0 }))
    if (rest.at + length > rest.hex.length) {
      rest.number += 1
      rest.hex = sha256Hex(seeded(this.#seed, kind, rest.number))
      rest.at = 0
    }
    rest.at += length
    return rest.hex.slice(rest.at - length, rest.at)
  }

  /** Lower-case hex; `length` is at most 64, by default the 32 of most vendors' ids. */
  hex(kind: string, length = 32): string {
    return bytesToHex(this.bytes(kind)).slice(0, length)
  }

  /** A version 4 UUID. */
  uuid(kind: string): string {
    const bytes = this.bytes(kind)
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const hex = bytesToHex(bytes)
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
  }

  /** A number from 0 up to, and without, 1. */
  fraction(kind: string): number {
    const { buffer, byteOffset } = this.bytes(kind)
    return new DataView(buffer, byteOffset).getUint32(0) / 2 ** 32
  }
}

function digest(seed: number, kind: string, number: number): Uint8Array {
  return sha256(seeded(seed, kind, number))
}

function seeded(seed: number, kind: string, number: number): string {
  return `${seed}/${kind}/${number}`
}
