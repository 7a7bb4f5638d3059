// Requests as clients make them: any method and path, parameters of every character, nested ones, hosts with and without ports.
import fc from 'fast-check'
import { type Draft, type Pair, right } from './client.ts'

export interface ValidRequest {
  readonly draft: Draft
  /** As the client is configured, and as its `Host` header says. */
  readonly hostHeader: string
}

export const accessKey = 'AKEXAMPLE0001'
export const secret = 'SKsecret/0001+='

const host = fc.constantFrom(
  'api.example.com',
  'localhost',
  '127.0.0.1',
  'api.cloud.telestream.net',
  'double',
  'my-api.test',
)
const port = fc.option(fc.constantFrom(4600, 3000, 8443), { nil: undefined })
const id = fc.nat().map((number) => `${number.toString(16)}d891d9a45c698d58`)
const path = fc.oneof(
  fc.constantFrom('/videos.json', '/factories.json', '/profiles.json', '/notifications.json'),
  id.map((one) => `/videos/${one}.json`),
  id.map((one) => `/encodings/${one}/retry.json`),
)
// The second is sorted between the others by whoever encodes the brackets.
const nested = fc.constantFrom(
  'events[video_created]',
  'events2',
  'events[encoding_completed]',
  'profiles[]',
  'settings[a b]',
)
const name = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('page', 'per_page', 'title', 'source_url', 'payload', 'profiles', 'Name', 'z', 'a_b'),
  },
  { weight: 2, arbitrary: nested },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => !/[[\]=&"]/.test(text)),
  },
)
const value = fc.oneof(
  fc.constantFrom('2', 'success', 'true', '', 'h264,webm', 'my film.mp4', 'http://files.com/my video~1.mp4?a=b&c=d'),
  fc.constantFrom("it's (50%) * [x]!", 'a+b c/d', 'original♥.mp4', '/a/b c', '100%25 sure', '[1, 2]', 'Größe & Farbe'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
)
const own = new Set(['access_key', 'factory_id', 'cloud_id', 'timestamp', 'signature', 'file', ''])
const parameters = fc
  .uniqueArray(fc.tuple(name, value), {
    maxLength: 6,
    selector: ([name]) => name,
  })
  .map((pairs) => pairs.filter(([name]) => !own.has(name)))
const timestamp = fc.constantFrom(
  '2016-10-03T12:00:00.123456+00:00',
  '2016-10-03T12:00:00Z',
  '2016-10-03T12:00:00+0000',
)

const formEncoded = (pair: Pair) => right.sendPair(pair).replaceAll('%20', '+')

export const validRequest: fc.Arbitrary<ValidRequest> = fc
  .record({
    verb: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    host,
    port,
    path,
    parameters,
    timestamp,
    form: fc.boolean(),
    credentialFirst: fc.boolean(),
  })
  .map(({ credentialFirst, form, host, parameters, path, port, timestamp, verb }) => {
    const credential: Pair[] = [
      ['access_key', accessKey],
      ['factory_id', 'factory123'],
      ['timestamp', timestamp],
    ]
    const pairs = credentialFirst ? [...credential, ...parameters] : [...parameters, ...credential]
    const draft: Draft = {
      ...right,
      verb,
      sentVerb: verb,
      host,
      path,
      secret,
      signed: pairs,
      sent: pairs,
      appended: [],
      sendPair: form ? formEncoded : right.sendPair,
    }
    return { draft, hostHeader: port === undefined ? host : `${host}:${port}` }
  })
