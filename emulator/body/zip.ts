// A ZIP of a few files, stored as they are.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
import { concat } from './concat.ts'

/** Every file bears the date at which DOS begins: the same files make the same bytes. */
const dosDate = 0x0021

export function zip(files: readonly { name: string; data: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const local: Uint8Array[] = []
  const central: Uint8Array[] = []
  let offset = 0
  for (const { name, data } of files) {
    const nameBytes = encoder.encode(name)
    // Version needed, flags (UTF-8 names), method, time, date, CRC, sizes, lengths of name and extra field.
    const described = [20, 0x0800, 0, 0, dosDate]
    const sizes = [crc32(data), data.length, data.length]
    const header = record(0x04034b50, described, sizes, [nameBytes.length, 0], [])
    local.push(header, nameBytes, data)
    central.push(record(0x02014b50, [20, ...described], sizes, [nameBytes.length, 0, 0, 0, 0], [0, offset]), nameBytes)
    offset += header.length + nameBytes.length + data.length
  }
  const directory = concat(central)
  const count = files.length
  const end = record(0x06054b50, [0, 0, count, count], [directory.length, offset], [0], [])
  return new Uint8Array(concat([...local, directory, end]))
}

/** A signature, then numbers of two, four, two and four bytes, little-endian. */
function record(signature: number, ...numbers: [number[], number[], number[], number[]]): Uint8Array {
  const bytes: number[] = []
  const put = (number: number, length: number) => {
    for (let at = 0; at < length; at += 1) bytes.push((number >>> (8 * at)) & 0xff)
  }
  put(signature, 4)
  for (const [index, group] of numbers.entries()) for (const number of group) put(number, index % 2 === 0 ? 2 : 4)
  return Uint8Array.from(bytes)
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
