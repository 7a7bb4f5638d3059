import { expect, it } from 'vitest'
import { readText } from './read-text.ts'

const asked = (body: ReadableStream<Uint8Array>) =>
  new Request('http://127.0.0.1/', { method: 'POST', body, duplex: 'half' } as RequestInit)

it('a body that breaks off is the client’s mistake, and not ours', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('aborted')),
  })
  await expect(readText(asked(broken), 100)).rejects.toMatchObject({
    code: 'invalid-json',
    message: 'The request broke off',
  })
})
