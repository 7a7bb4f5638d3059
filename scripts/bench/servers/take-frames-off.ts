// The frames of aws-chunked taken off as one would by hand, for a peer that does the same work as S3: chunks without signatures, and a
// CRC-32 of all behind them.
import { crc32 } from 'node:zlib'

/** @throws {Error} when a frame is none, or the checksum is another */
export async function* takeFramesOff(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let line = ''
  let left = 0
  let state: 'head' | 'data' | 'data end' | 'trailer' = 'head'
  let checksum = 0
  let announced = ''
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length;) {
      if (state === 'data') {
        const piece = chunk.subarray(at, at + left)
        at += piece.length
        left -= piece.length
        checksum = crc32(piece, checksum)
        yield piece
        if (left === 0) state = 'data end'
        continue
      }
      const end = chunk.indexOf(10, at)
      line += Buffer.from(chunk.subarray(at, end === -1 ? chunk.length : end)).toString('latin1')
      at = end === -1 ? chunk.length : end + 1
      if (end === -1) continue
      const text = line.trimEnd()
      line = ''
      if (state === 'head') {
        left = Number.parseInt(text, 16)
        if (Number.isNaN(left)) throw new Error(`No size of a chunk: ${text}`)
        state = left === 0 ? 'trailer' : 'data'
      } else if (state === 'data end') {
        if (text !== '') throw new Error('A chunk is longer than its size')
        state = 'head'
      } else if (text.startsWith('x-amz-checksum-crc32:')) announced = text.slice(text.indexOf(':') + 1)
    }
  }
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(checksum)
  if (announced !== sum.toString('base64'))
    throw new Error(`The checksum is ${sum.toString('base64')}, not ${announced}`)
}
