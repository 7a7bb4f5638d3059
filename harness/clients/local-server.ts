// A plain HTTP server on a free port of this machine: the outside world that a client suite needs around the double.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

export interface LocalServer extends AsyncDisposable {
  /** Without a trailing slash. */
  url: string
}

export async function serve(listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
