import { listen } from '#platform'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gather } from '../../../harness/conformance/object-store/bytes.ts'
import { exampleKeys, signBySdk, type ToSign } from '../../../harness/s3-signing.ts'
import { splitUrl } from '../../exchange.ts'
import type { Peer } from '../../peer.ts'
import type { Listener } from '../../platform/platform.ts'
import { S3Error } from '../errors.ts'
import { authenticate } from './authenticate.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
let listener: Listener
/** What became of each request. */
let outcomes: Promise<string>[]
/** How the bodies were read. */
let ways: string[]

/** @param atOnce whether small bodies are read at once, as they are where it is told who asks */
async function open(atOnce: boolean): Promise<void> {
  outcomes = []
  ways = []
  const outcomeOf = async (request: Request, peer: Peer): Promise<string> => {
    try {
      const call = { request, query: splitUrl(request.url).query, ...(atOnce && { peer }) }
      const authenticated = await authenticate(call, { credentials: exampleKeys, now })
      const { accessKeyId, contentLength, readBytes } = authenticated
      const body = readBytes ? await readBytes() : authenticated.body && (await gather(authenticated.body))
      ways.push(readBytes ? 'at once' : 'as it comes')
      return `${accessKeyId} ${contentLength} ${body && new TextDecoder().decode(body)}`
    } catch (error) {
      if (error instanceof S3Error) return error.code
      throw error
    }
  }
  const fetch = async (request: Request, peer: Peer) => {
    const outcome = outcomeOf(request, peer)
    outcomes.push(outcome)
    return new Response(await outcome)
  }
  listener = await listen({ host: '127.0.0.1', port: 0, fetch })
}
afterEach(() => listener.close())

/** Sends bytes as they are, and answers all that comes back. */
function raw(bytes: Buffer, { hangUp = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (data) => (answer += data.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write(bytes, () => hangUp && socket.destroy())
  })
}

async function request(toSign: Partial<ToSign>, headers: string[], body: string | Buffer = ''): Promise<Buffer> {
  const host = `127.0.0.1:${listener.port}`
  const wire = await signBySdk({ method: 'PUT', host, path: '/my-bucket/a b.mp4', now, ...toSign })
  const lines = [
    `${wire.method} ${wire.path} HTTP/1.1`,
    ...Object.entries(wire.headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.concat([
    Buffer.from([...lines, 'connection: close', ...headers, '', ''].join('\r\n')),
    Buffer.from(body),
  ])
}

const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }

describe.each(['as it comes', 'at once'])('over a socket, %s,', (way) => {
  beforeEach(() => open(way === 'at once'))

  it('a request is what was signed: its host with the port, and headers of UTF-8', async () => {
    const headers = { ...unsigned, 'x-amz-meta-title': 'Cléo de  5 à 7' }
    const answer = await raw(await request({ headers }, ['content-length: 4'], 'film'))
    expect(answer).toMatch(/\r\n\r\nAKIAIOSFODNN7EXAMPLE 4 film$/)
    expect(ways).toEqual([way])
  })

  it('a body is checked, whatever it was sent in', async () => {
    const chunked = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '4',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }
    const framed = (sum: string) => `4\r\nfilm\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`
    const send = async (headers: Record<string, string>, body: string) =>
      (await raw(await request({ headers }, [`content-length: ${body.length}`], body))).split('\r\n\r\n')[1]
    expect(await send(chunked, framed('gkS+Ig=='))).toMatch(/AKIA\w+ 4 film$/)
    expect(await send(chunked, framed('AAAAAA=='))).toBe('BadDigest')
    expect(await send({ 'x-amz-content-sha256': 'a'.repeat(64) }, 'film')).toBe('XAmzContentSHA256Mismatch')
    expect(await send({ ...unsigned, 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'film')).toBe('BadDigest')
    expect(ways).toEqual([way])
  })

  it('a body of unknown length is not taken', async () => {
    const answer = await raw(
      await request({ headers: unsigned }, ['transfer-encoding: chunked'], '4\r\nfilm\r\n0\r\n\r\n'),
    )
    expect(answer).toMatch(/\r\n\r\nMissingContentLength$/)
  })

  it('but one in aws-chunks is, in HTTP’s own chunks too', async () => {
    const headers = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '4',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }
    const framed = '4\r\nfilm\r\n0\r\nx-amz-checksum-crc32:gkS+Ig==\r\n\r\n'
    const body = `${framed.length.toString(16)}\r\n${framed}\r\n0\r\n\r\n`
    expect(await raw(await request({ headers }, ['transfer-encoding: chunked'], body))).toMatch(/AKIA\w+ 4 film$/)
  })

  it('one that breaks off is incomplete', async () => {
    await raw(await request({ headers: unsigned }, ['content-length: 1000'], 'film'), { hangUp: true })
    await expect.poll(() => outcomes.length).toBe(1)
    expect(await outcomes[0]).toBe('IncompleteBody')
  })

  it('what has no body needs no length', async () => {
    const answer = await raw(await request({ method: 'DELETE' }, []))
    expect(answer).toMatch(/\r\n\r\nAKIAIOSFODNN7EXAMPLE undefined $/)
  })
})
