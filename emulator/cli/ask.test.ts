import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { ask, NoAnswerInTime } from './ask.ts'
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
  const gone = await ask(origin, undefined, 50).catch((error: unknown) => error)

  expect(silent).toBeInstanceOf(NoAnswerInTime)
  expect(() => nobodyAt(origin)(silent)).toThrow(
    new Failure(`Somebody listens at ${origin}, and says nothing: no answer within 0.05 s`),
  )
  expect(gone).toMatchObject({ code: 'ECONNREFUSED' })
  expect(nobodyAt(origin)(gone)).toEqual({ status: 0, text: '' })
})
