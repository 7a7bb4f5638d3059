import { describe, expect, it } from 'vitest'
import { replay, type Stage } from './transcript.ts'

/** Answers what it was asked, so that a transcript shows it. */
const echo: Stage = {
  url: 'http://double',
  directives: {},
  async fetch(request) {
    const asked = [request.method, request.url, request.headers.get('x-key'), await request.text()]
    return Response.json(asked, { headers: { 'x-answer': 'yes' } })
  },
}

const golden = `What this is about.

=== A step
# a note
@header X-Key: 5
POST /path?a=b
Content-Type: application/json

{ "a": 1 }

--- 200
content-type: application/json
x-answer: yes

[
  "POST",
  "http://double/path?a=b",
  "5",
  "{ \\"a\\": 1 }"
]

=== Another, elsewhere
GET https://other/

--- 200
content-type: application/json
x-answer: yes

[
  "GET",
  "https://other/",
  "5",
  ""
]
`

describe('a transcript', () => {
  it('that holds is answered as it is', async () => {
    expect(await replay(golden, echo)).toBe(golden)
  })

  it('shows what is answered now, whatever it says', async () => {
    expect(await replay(golden.replace('x-answer: yes', 'x-answer: no').replace('--- 200', '--- 500'), echo)).toBe(
      golden,
    )
    expect(await replay(golden.replaceAll(/--- 200\n[^]*?\n\]\n/g, ''), echo)).toBe(golden)
  })

  it.each([
    [
      'JSON that is not on one line, as it is',
      new Response('{ "a": 1 }', { headers: { 'content-type': 'text/json' } }),
      '{ "a": 1 }',
    ],
    ['XML as it is', new Response('<a>\n</a>', { headers: { 'content-type': 'application/xml' } }), '<a>\n</a>'],
    [
      'bytes by their digest',
      new Response(new Uint8Array([1]), { headers: { 'content-type': 'video/mp4' } }),
      '[1 bytes, SHA-256 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a]',
    ],
    ['nothing as nothing', new Response(null, { status: 204 }), '--- 204'],
  ])('shows %s', async (_what, response, shown) => {
    const replayed = await replay('=== a\nGET /', { ...echo, fetch: () => Promise.resolve(response) })
    expect(replayed.trimEnd().endsWith(shown)).toBe(true)
  })

  it.each([
    ['=== a\nget /', 'No request line, such as GET /path, in the step: === a'],
    ['=== a\nGET /\nno header', 'No header, such as Name: value: no header'],
    ['=== a\n@dance', 'Nothing does @dance in the step: === a'],
  ])('that cannot be read says where: %j', async (text, message) => {
    await expect(replay(text, echo)).rejects.toThrow(message)
  })
})
