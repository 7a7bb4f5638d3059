// 100 MiB by a signed PUT and GET on the S3 port, whole and in the chunks that AWS's SDKs send, beside bare Hono.
import { crc32 } from 'node:zlib'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { randomChunks } from './random-stream.ts'
import { readAll, send, timed } from './send.ts'
import type { ServerProcess } from './server-process.ts'
import { sha256, type S3Keys, signV4 } from './sign-v4.ts'
import { size, transferRows, withStores } from './transfer-rows.ts'

const path = '/bench/film.mp4'
const asSdks = "S3 PUT of 100 MiB as AWS's SDKs send it, with a CRC-32 behind"

export const s3Transfer: Benchmark = {
  name: 's3-transfer',
  run: (settings: Settings): Promise<Row[]> =>
    withStores(settings, async (servers) => {
      const { double, bare } = servers
      const put = async (payload: string, more: Record<string, string>, length: number, chunks: Iterable<Uint8Array>) =>
        timed(async () => {
          const { status, text } = await call(double, 'PUT', payload, more, length, chunks)
          if (status !== 200) throw new Error(`${status}: ${text}`)
          return async () => {
            await call(double, 'DELETE', sha256(''))
          }
        })
      const putFramed = () => put('STREAMING-UNSIGNED-PAYLOAD-TRAILER', trailer, framedSize, framed(randomChunks(size)))
      const rows = [
        ...(await transferRows('S3 PUT of 100 MiB', settings, servers, {
          double: () => put('UNSIGNED-PAYLOAD', {}, size, randomChunks(size)),
          bare: () => bare.upload(size),
        })),
        ...(await transferRows(asSdks, settings, servers, {
          double: putFramed,
          // The client has the same work. The server stores the frames as they are.
          bare: () => bare.upload(framedSize, framed(randomChunks(size))),
        })),
        ...(await transferRows(`${asSdks}, beside a handler that checks it too`, settings, servers, {
          double: putFramed,
          bare: () => bare.upload(framedSize, framed(randomChunks(size)), '/framed'),
        })),
      ]
      const stored = await call(double, 'PUT', 'UNSIGNED-PAYLOAD', {}, size)
      if (stored.status !== 200) throw new Error(stored.text)
      const signing = { method: 'GET', host: hostOf(double), path, payload: sha256(''), at: Date.now() }
      return [
        ...rows,
        ...(await transferRows('S3 GET of 100 MiB', settings, servers, {
          double: () => timed(() => readAll(`http://${hostOf(double)}${path}`, size, signV4(keysOf(double), signing))),
          bare: () => bare.download(size),
        })),
      ]
    }),
}

function call(
  server: ServerProcess,
  method: string,
  payload: string,
  headers: Record<string, string> = {},
  length = 0,
  chunks?: Iterable<Uint8Array>,
) {
  const signed = signV4(keysOf(server), { method, host: hostOf(server), path, headers, payload, at: Date.now() })
  return send(method, `http://${hostOf(server)}${path}`, length, signed, chunks)
}

function hostOf({ ready }: ServerProcess): string {
  return `127.0.0.1:${String(ready['s3Port'])}`
}

function keysOf({ ready }: ServerProcess): S3Keys {
  return ready['s3'] as S3Keys
}

const trailer = {
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': String(size),
  'x-amz-trailer': 'x-amz-checksum-crc32',
}
const chunkBytes = 64 * 1024
const line = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${text}\r\n`)
const head = line(chunkBytes.toString(16))
const framedSize = (size / chunkBytes) * (head.length + chunkBytes + 2) + line('0').length + tail(0).length

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html */
function* framed(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let checksum = 0
  for (const chunk of chunks) {
    checksum = crc32(chunk, checksum)
    yield Buffer.concat([head, chunk, line('')])
  }
  yield line('0')
  yield tail(checksum)
}

function tail(checksum: number): Uint8Array {
  const value = Buffer.alloc(4)
  value.writeUInt32BE(checksum)
  return Buffer.concat([line(`x-amz-checksum-crc32:${value.toString('base64')}`), line('')])
}
