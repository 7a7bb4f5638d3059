// Reads big-endian fields one after the other. Reading past the end throws RangeError.

export class Cursor {
  at: number
  #view: DataView

  constructor(bytes: Uint8Array, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  skip(bytes: number): this {
    this.at += bytes
    return this
  }

  u8(): number {
    return this.#view.getUint8(this.#next(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#next(2))
  }

  i16(): number {
    return this.#view.getInt16(this.#next(2))
  }

  u32(): number {
    return this.#view.getUint32(this.#next(4))
  }

  /** Exact up to 2^53, as near as a number comes beyond. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#next(8)))
  }

  /** Latin-1, which is what four-character codes are in. */
  text(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.u8())
    return text
  }

  #next(bytes: number): number {
    const at = this.at
    this.at += bytes
    return at
  }
}
