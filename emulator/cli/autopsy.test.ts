import { expect, test } from 'vitest'
import { startCli } from '../../harness/cli-process.ts'
import { signRequest } from '../services/telestream/signature/index.ts'

/** As `curl` would be called by hand, with the port signed that a proxy takes away. */
function wronglySigned(origin: string): string {
  const { query } = signRequest({
    verb: 'GET',
    host: '127.0.0.1:443',
    path: '/v3.0/videos.json',
    accessKey: 'your-access-key',
    secret: 'your-secret-key',
    timestamp: new Date().toISOString(),
  })
  return `${origin}/v3.0/videos.json?${query}`
}

test('a request that is signed wrong is explained by the journal and by the log, and by the answer not', async () => {
  await using double = startCli(['start', '--port', '0', '--s3-port', '0', '--log', 'pretty'])
  const [origin] = await double.printed(/http:\/\/127\.0\.0\.1:\d+(?=\s)/)
  const response = await fetch(wronglySigned(origin))
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ error: 'NotAuthorized', message: 'Signatures do not match' })

  const journal = (await (await fetch(`${origin}/_stuntdouble/journal?status=401`)).json()) as { entries: unknown[] }
  expect(journal.entries).toMatchObject([
    {
      service: 'telestream',
      response: { status: 401 },
      diagnosis: {
        mistakes: [{ code: 'port-in-host' }, { code: 'version-in-path' }],
        expected: { stringToSign: expect.stringMatching(/^GET\n127\.0\.0\.1\n\/videos\.json\naccess_key=/) },
        received: { stringToSign: expect.stringMatching(/^GET\n127\.0\.0\.1:443\n\/v3\.0\/videos\.json\naccess_key=/) },
        difference: {
          at: 13,
          expected: 'GET\n127.0.0.1\n/videos.json\naccess_key…',
          received: 'GET\n127.0.0.1:443\n/v3.0/videos.json\na…',
        },
      },
    },
  ])

  await double.printed(
    /401 [\d.]+ ms The host was signed with its port, as "127\.0\.0\.1:443"\..*The path was signed with "\/v3\.0" before it/,
  )
  await double.printed(/they part at character 13: "GET\\n127\.0\.0\.1\\n\/videos\.json\\n.*" expected/)
})
