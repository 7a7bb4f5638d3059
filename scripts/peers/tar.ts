// Files of equal contents as a tar, in ustar's format: what some stores take in place of many requests.
const block = 512

/** @param names up to 100 bytes each */
export function tarOf(names: readonly string[], contents: Uint8Array): Buffer {
  const padded = Math.ceil(contents.length / block) * block
  const tar = Buffer.alloc(names.length * (block + padded) + 2 * block)
  for (const [index, name] of names.entries()) {
    const at = index * (block + padded)
    header(tar.subarray(at, at + block), name, contents.length)
    tar.set(contents, at + block)
  }
  return tar
}

function header(into: Buffer, name: string, size: number): void {
  const octal = (value: number, at: number, length: number) =>
    into.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  into.write(name, 0)
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  // The checksum is that of a header whose own checksum is spaces.
  into.write('        0', 148, 'latin1')
  into.write('ustar\u000000', 257, 'latin1')
  const sum = into.reduce((total, byte) => total + byte, 0)
  into.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
}
