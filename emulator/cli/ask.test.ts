import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'
import { AnswerBrokenOff, ask, NoAnswerInTime } from './ask.ts'
import { nobodyAt } from './env.ts'
import { Failure } from './failure.ts'

it('tells who listens and says nothing from nobody', async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const silent = await ask(origin, undefined, 50).catch((error: unknown) => error)
  for (const socket of sockets) socket.destroy()
  await new Promise((closed) => server.close(closed))
  const gone = await ask(origin).catch((error: unknown) => error)

  expect(silent).toBeInstanceOf(NoAnswerInTime)
  expect(() => nobodyAt(origin)(silent)).toThrow(
    new Failure(`Somebody listens at ${origin}, and says nothing: no answer within 0.05 s`),
  )
  expect(gone).toMatchObject({ code: 'ECONNREFUSED' })
  expect(nobodyAt(origin)(gone)).toEqual({ status: 0, text: '' })
})

/** Begins to answer whatever it is asked, and goes away. */
async function broken(): Promise<Server> {
  const server = createServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"service":"s3"}\n')),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

it('takes one who breaks off for nobody else either', async () => {
  const server = await broken()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const half = await ask(origin).catch((error: unknown) => error)
  server.close()

  expect(half).toBeInstanceOf(AnswerBrokenOff)
  expect(() => nobodyAt(origin)(half)).toThrow(
    new Failure(`Somebody listens at ${origin}, and the answer broke off: aborted`),
  )
})

it.each([
  ['seed', 'empty'],
  ['snapshot', 'save', '/nowhere/world.tar'],
])('%s says in a line that the double broke off', async (...command) => {
  const server = await broken()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const said = await runCli([...command, '--url', url])
  server.close()
  expect(said).toMatchObject({ status: 1, stderr: `stuntdouble: the double at ${url} broke its answer off: aborted\n` })
})
