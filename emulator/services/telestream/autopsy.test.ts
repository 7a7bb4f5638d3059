import { afterEach, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../index.ts'
import type { World } from '../../world.ts'
import { bodyChecksum, signRequest, type UnsignedRequest } from './signature/index.ts'

let emulator: Emulator
afterEach(() => emulator.close())

async function start(options: EmulatorOptions = {}): Promise<World> {
  emulator = await createEmulator(options)
  return emulator.worlds.main
}

type Signing = Partial<UnsignedRequest> & { of?: World }

function signedQuery({ of: world = emulator.worlds.main, ...changes }: Signing = {}): string {
  const { accessKey, factoryId, secretKey: secret } = world.credentials.telestream
  const timestamp = new Date(world.clock.now()).toISOString()
  const usual = { verb: 'GET', host: '127.0.0.1', path: '/videos.json', accessKey, secret, factoryId, timestamp }
  return signRequest({ ...usual, ...changes }).query
}

/** What the journal says of the refusal, after looking that no secret stands in it. */
async function refusal(path: string, init: RequestInit = {}, world = emulator.worlds.main) {
  const response = await emulator.fetch(new Request(`${emulator.url}${path}`, init))
  expect(response.status).toBeGreaterThanOrEqual(400)
  const body = await response.text()
  const diagnosis = world.journal.list().entries[0]?.diagnosis ?? { mistakes: [] }
  const told = JSON.stringify(diagnosis)
  for (const { credentials } of emulator.worlds.list()) {
    const { apiKey, secretKey, token } = credentials.telestream
    for (const secret of [apiKey, secretKey, token]) expect(told + body).not.toContain(secret)
  }
  return { ...diagnosis, wire: JSON.parse(body) as unknown }
}

const get = (signing: Signing, world?: World) => refusal(`/v3.0/videos.json?${signedQuery(signing)}`, {}, world)
const mismatch = { error: 'NotAuthorized', message: 'Signatures do not match' }

describe('an access key that nobody has', () => {
  it('is told with the nearest one, and whether the signature was made with its secret', async () => {
    await start()
    const { expected, mistakes, received, wire } = await get({ accessKey: 'your-acess-key' })
    expect(wire).toEqual(mismatch)
    expect(mistakes).toMatchObject([{ code: 'unknown-key' }])
    expect(mistakes[0]?.message).toBe(
      'No world knows the access key "your-acess-key"; the nearest is "your-access-key", the Telestream account of the world main. The signature was made with its secret.',
    )
    expect(received?.stringToSign).toContain('access_key=your-acess-key&')
    expect(expected?.stringToSign).toContain('access_key=your-access-key&')
  })

  it('is told with what else is wrong', async () => {
    await start()
    const { mistakes } = await get({ accessKey: 'your-access-key2', path: '/v3.0/videos.json' })
    expect(mistakes.map(({ code }) => code)).toEqual(['unknown-key', 'version-in-path'])
  })

  it('is told by itself where none is near', async () => {
    await start()
    expect((await get({ accessKey: 'AKIAIOSFODNN7EXAMPLE' })).mistakes).toMatchObject([
      { code: 'unknown-key', message: 'No world knows the access key "AKIAIOSFODNN7EXAMPLE".' },
    ])
  })

  it('may be the secret: swapped, when that was signed with the key', async () => {
    const { credentials } = await start()
    const { accessKey, secretKey } = credentials.telestream
    const swapped = await get({ accessKey: secretKey, secret: accessKey })
    expect(swapped.mistakes).toMatchObject([
      {
        code: 'key-secret-swapped',
        message: 'Access key and secret key of the Telestream account of the world main are swapped.',
      },
    ])
    expect(swapped.expected?.stringToSign).toContain('access_key=your-access-key&')
    expect(swapped.received?.stringToSign).toContain('access_key=%E2%80%A6&')
    const twice = await get({ accessKey: secretKey, secret: secretKey })
    expect(twice.mistakes).toMatchObject([{ code: 'other-key', message: expect.stringContaining('is the secret of') }])
  })

  it('may be that of another service', async () => {
    await start()
    expect((await get({ accessKey: 'my-access-key' })).mistakes).toMatchObject([
      { code: 'other-key', message: 'What was sent as the access key is the key of the buckets of the world main.' },
    ])
  })

  it('may be that of another world than the URL names', async () => {
    await start()
    const other = await emulator.worlds.create({ name: 'other' })
    const { mistakes } = await refusal(`/w/other/v3.0/videos.json?${signedQuery()}`, {}, other)
    expect(mistakes).toMatchObject([
      { code: 'other-world', message: 'The access key is that of the world main; the URL says /w/other.' },
    ])
  })
})

describe('a signature', () => {
  it('made with the secret of another world is told with the name of that world', async () => {
    await start()
    const other = await emulator.worlds.create({ name: 'other' })
    const { mistakes } = await get({ secret: other.credentials.telestream.secretKey })
    expect(mistakes).toMatchObject([
      {
        code: 'other-secret',
        message:
          'The request was signed with the secret of another account: the Telestream account of the world other.',
      },
    ])
  })

  it('made with what else the world has for a secret is told with what that is', async () => {
    const { credentials } = await start()
    const { mistakes } = await get({ secret: credentials.stream.apiSecret, host: '127.0.0.1:443' })
    expect(mistakes.map(({ code }) => code)).toEqual(['port-in-host', 'other-secret'])
    expect(mistakes[1]?.message).toContain('the Stream app of the world main')
  })

  it('over the path of the base URL is told, also below /w/NAME', async () => {
    await start()
    const other = await emulator.worlds.create({ name: 'other' })
    const query = signedQuery({ of: other, path: '/w/other/v3.0/videos.json' })
    expect((await refusal(`/w/other/v3.0/videos.json?${query}`, {}, other)).mistakes).toMatchObject([
      { code: 'version-in-path', message: expect.stringContaining('"/w/other/v3.0"') },
    ])
  })

  it('over a file that came along is told', async () => {
    await start()
    const form = new FormData()
    form.append('file', new File(['bytes'], 'my film.mp4'))
    const parameters = [['file', 'my film.mp4']] as const
    const query = signedQuery({ verb: 'POST', parameters, dialect: 'node' }).replace('file=my%20film.mp4&', '')
    const { mistakes } = await refusal(`/v3.0/videos.json?${query}`, { method: 'POST', body: form })
    expect(mistakes).toMatchObject([
      { code: 'file-signed', message: 'The uploaded file was signed, as file="my film.mp4".' },
    ])
  })
})

describe('the clock', () => {
  const at = (world: World, minutes: number) => new Date(world.clock.now() + minutes * 60_000).toISOString()

  it('of a client that is fast is told by how much, and that the world’s stands still', async () => {
    const world = await start({ clock: '2026-01-01T00:00:00Z' })
    const { mistakes, wire } = await get({ timestamp: at(world, 120) })
    expect(wire).toEqual({ error: 'NotAuthorized', message: 'Signatures expired' })
    expect(mistakes).toEqual([
      {
        code: 'clock-fast',
        message: 'The timestamp is 2 hours ahead of the clock here.',
        hint: "Set the client's clock, or this world's, which is frozen at 2026-01-01T00:00:00.000Z (PUT /_stuntdouble/clock makes it real). It is about 2 hours: a local time may have been written as UTC.",
      },
    ])
  })

  it('of a client is slow for certain when its secret is younger; else the signature is too old', async () => {
    const world = await start()
    const other = await emulator.worlds.create({ name: 'other' })
    expect((await get({ of: other, timestamp: at(other, -7) }, other)).mistakes).toMatchObject([
      { code: 'clock-slow', message: expect.stringContaining('7 minutes behind') },
    ])
    expect((await get({ timestamp: at(world, -7) })).mistakes).toMatchObject([{ code: 'expired' }])
  })
})

describe('a checksum', () => {
  const body = '{"preset_name":"aac","name":"Größe"}'
  const bytes = (text: string) => new TextEncoder().encode(text)

  const post = async (checksumOf: string, change = (query: string) => query) => {
    const query = change(signedQuery({ verb: 'POST', path: '/profiles.json', jsonBody: bytes(checksumOf) }))
    const headers = { 'content-type': 'application/json' }
    const { mistakes } = await refusal(`/v3.0/profiles.json?${query}`, { method: 'POST', body, headers })
    return mistakes
  }

  it.for([
    ['', 'that of no body at all'],
    [`${body}\n`, 'that of the body with a line feed at its end'],
    ['{"preset_name": "aac", "name": "Größe"}', 'that of the body as Python’s json.dumps writes it'],
    [JSON.stringify(JSON.parse(body), null, 2), 'that of the body written over several lines'],
  ] as const)('of %j is told', async ([checksumOf, what]) => {
    await start()
    expect(await post(checksumOf)).toEqual([
      {
        code: 'checksum-mismatch',
        message: `The checksum is ${what}; it should be ${bodyChecksum(bytes(body))}.`,
        hint: 'Send the lower-case hex SHA-256 of the exact bytes of the body.',
      },
    ])
  })

  it('of something else is told with both', async () => {
    await start()
    const [mistake] = await post('something else')
    expect(mistake?.message).toBe(
      `The checksum of the ${bytes(body).byteLength} bytes that arrived is ${bodyChecksum(bytes(body))}; "${bodyChecksum(bytes('something else')).slice(0, 60)}…" was sent.`,
    )
  })
})

describe('parameters of the credential that are missing', () => {
  it('are told, with where they went', async () => {
    await start()
    const none = await refusal('/v3.0/videos.json?accesskey=a&timestamp=2026-01-01T00:00:00Z')
    expect(none.mistakes).toMatchObject([
      {
        code: 'parameter-missing',
        message: 'access_key, signature are missing; "accesskey" may be meant as access_key.',
      },
    ])
    const json = { method: 'POST', body: '{"access_key":"a"}', headers: { 'content-type': 'application/json' } }
    expect((await refusal('/v3.0/videos.json', json)).mistakes).toMatchObject([
      { code: 'parameter-missing', message: expect.stringContaining('they stand in the JSON body') },
    ])
    const basic = { headers: { authorization: `Basic ${btoa('root:rpw')}` } }
    expect((await refusal('/v2/videos.json', basic)).mistakes).toMatchObject([
      {
        message: expect.stringContaining('there is an Authorization header instead, which V2 and V3.0 do not read'),
        hint: expect.stringContaining('or, in V2, the token of a cloud as token'),
      },
    ])
  })
})

describe('a token or an X-Api-Key that nobody has', () => {
  it('is told without showing it', async () => {
    const { credentials } = await start()
    const other = await emulator.worlds.create({ name: 'other' })
    const { apiKey, token } = credentials.telestream
    const withKey = (key: string, prefix = '') =>
      refusal(`${prefix}/flip/3.1/factories.json`, { headers: { 'x-api-key': key } }, prefix === '' ? undefined : other)
    expect((await withKey(`${apiKey}x`)).mistakes[0]?.message).toContain('it is nearly that of the world main')
    expect((await withKey(`"${apiKey}"`)).mistakes).toMatchObject([{ code: 'secret-quoted' }])
    expect((await withKey('your-secret-key')).mistakes).toMatchObject([{ code: 'other-key' }])
    expect((await withKey(apiKey, '/w/other')).mistakes).toMatchObject([{ code: 'other-world' }])
    const near = await refusal(`/v2/videos.json?token=${token.toUpperCase()}`)
    expect(near.mistakes).toMatchObject([{ code: 'unknown-key', message: expect.stringContaining('nearly that of') }])
    expect((await refusal('/v2/videos.json?token=x')).mistakes[0]?.message).toBe(
      'No world knows this token ("x"…, of length 1).',
    )
  })
})
