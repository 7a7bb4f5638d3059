// Reading bodies behind a real socket, where clients break off and refusals must still reach them.
import { request } from 'node:http'
import type { ClientRequest } from 'node:http'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileSink } from './index.ts'
import { BodyTooLarge, readBody } from './index.ts'

const before = '--XX\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'

let server: Server
let port = 0
let sink: FileSink<number>
let outcome = Promise.withResolvers<unknown>()

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server = serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, (info) => {
      port = info.port
      listening()
    }) as Server
  })
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function answer(incoming: Request): Promise<Response> {
  try {
    const body = await readBody(incoming, { sink, limits: { fileBytes: 1_000_000 } })
    outcome.resolve(body)
    return Response.json(body)
  } catch (error) {
    outcome.resolve(error)
    return new Response(String(error), { status: error instanceof BodyTooLarge ? 413 : 400 })
  }
}

function post(): ClientRequest {
  outcome = Promise.withResolvers<unknown>()
  const headers = { 'content-type': 'multipart/form-data; boundary=XX' }
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers })
  // What is still on its way when the answer has come may be reset; Node 22 tells it to the socket alone.
  sent.on('socket', (socket) => socket.on('error', () => undefined))
  return sent
}

/** A sink that tells when the first bytes came, and what became of the file. */
function watchedSink() {
  const first = Promise.withResolvers<void>()
  const aborted = Promise.withResolvers<void>()
  let size = 0
  sink = {
    open: () => ({
      write(chunk) {
        size += chunk.length
        first.resolve()
      },
      close: async () => size,
      abort: async () => aborted.resolve(),
    }),
  }
  return { first: first.promise, aborted: aborted.promise }
}

const statusOf = (sent: ClientRequest) =>
  new Promise<number | undefined>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
  })

test('a file arrives whole', async () => {
  watchedSink()
  const sent = post()
  const status = statusOf(sent)
  sent.write(before)
  sent.write(Buffer.alloc(900_000))
  sent.end('\r\n--XX--\r\n')
  expect(await status).toBe(200)
  expect(await outcome.promise).toMatchObject({ files: [{ size: 900_000, stored: 900_000 }] })
})

test('a client that breaks off in the middle of a file leaves none', async () => {
  const { first, aborted } = watchedSink()
  const sent = post()
  sent.on('error', () => {})
  sent.write(before)
  sent.write(Buffer.alloc(500_000))
  await first
  sent.destroy()
  await aborted
  expect(await outcome.promise).toMatchObject({ name: 'BodyAborted' })
})

test('a client that sends too much hears so, although it is still sending', async () => {
  const { aborted } = watchedSink()
  const sent = post()
  const status = statusOf(sent)
  sent.write(before)
  const more = () => {
    while (!sent.writableEnded && !sent.destroyed && sent.write(Buffer.alloc(65_536)));
  }
  sent.on('drain', more)
  sent.on('response', () => sent.end())
  more()
  expect(await status).toBe(413)
  await aborted
  expect(await outcome.promise).toMatchObject({ name: 'BodyTooLarge', what: 'fileBytes', limit: 1_000_000 })
})
