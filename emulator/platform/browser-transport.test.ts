import { afterEach, describe, expect, test, vi } from 'vitest'
import { createOutbound } from '../outbound/index.ts'
import { browserTransport } from './browser-transport.ts'

const outbound = createOutbound({ allowOutbound: true, transport: browserTransport })
const fetch = (url: string, method = 'GET') => outbound.fetch({ url, method, maxBytes: 100, timeoutMs: 10_000 })

function pageFetch(answer: () => Response) {
  const mock = vi.fn<typeof globalThis.fetch>(async () => answer())
  vi.stubGlobal('fetch', mock)
  return mock
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the transport of a browser', () => {
  test.each(['http://localhost:3000/hook', 'http://127.0.0.1:3000/hook', 'http://192.168.0.2/hook'])(
    "lets the page's fetch reach %s",
    async (url) => {
      const mock = pageFetch(() => new Response('ok'))
      const response = await fetch(url)
      expect(await new Response(response.body).text()).toBe('ok')
      expect(String(mock.mock.calls[0]?.[0])).toBe(url)
      expect(mock.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual', credentials: 'omit' })
    },
  )

  test.each(['http://example.com/', 'http://minio/'])(
    'refuses the name in %s, which it cannot look up',
    async (url) => {
      const mock = pageFetch(() => new Response('ok'))
      await expect(fetch(url)).rejects.toMatchObject({ reason: 'dns', message: expect.stringContaining('browser') })
      expect(mock).not.toHaveBeenCalled()
    },
  )

  test('refuses a redirect, which it cannot see', async () => {
    pageFetch(() => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' }))
    await expect(fetch('http://127.0.0.1/')).rejects.toMatchObject({ reason: 'forbidden-address' })
  })
})
