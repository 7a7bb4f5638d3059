import { describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import type { Ledger } from './ledger.ts'
import { notServedBySdks } from './not-served.ts'
import type { ServedService } from './operations.ts'
import { pictureOf } from './picture.ts'

const served: readonly ServedService[] = [
  {
    name: 'stream',
    title: 'Stream Video',
    facts: {
      source: 'what was gathered',
      marks: { S: 'the OpenAPI says so' },
      notServed: [{ what: 'Chat', marks: 'S' }],
    },
    sections: [
      {
        service: 'stream',
        title: 'The API',
        mounts: ['/api/v2'],
        operations: [
          { name: 'GetCall', requests: ['GET /video/call/:type/:id'] },
          { name: 'StartRecording', requests: ['POST /new', 'POST /old'] },
          { name: 'GetEdges', requests: ['GET /video/edges'] },
        ],
        facts: { GetCall: ['S', '§2.4'], StartRecording: ['S', '§2.5'], GetEdges: ['S', '§2.11'] },
      },
    ],
  },
]
const ledger: Ledger = {
  stream: {
    'The API': {
      GetCall: {
        'contract recorder': 'answered',
        'sdk getstream 2.7.1 (Python)': 'answered',
        'sdk getstream 7.0.0 (Python)': 'answered',
        tests: 'answered',
        transcript: 'answered',
      },
      StartRecording: { 'other the requests of getstream-go 5.3.0 (Go)': 'answered', tests: 'refused' },
      GetEdges: {},
    },
  },
}
const text = documentOf(served, ledger, { stream: [{ what: '7 requests of the SDK', marks: 'SK' }] })

describe('the document', () => {
  it.each([
    [
      'an operation with all that is known of it, the releases of an SDK together',
      '| `GetCall` | `GET /video/call/:type/:id` | getstream 2.7.1, 7.0.0 (Python) | recorder | transcript, tests | S §2.4 |',
    ],
    [
      'every way to ask, and refusals as refusals',
      '| `StartRecording` | `POST /new`<br>`POST /old` | – | – | the requests of getstream-go 5.3.0 (Go), tests (*refused*) | S §2.5 |',
    ],
    ['what nobody drives', '- Nobody drives:\n  - The API: `GetEdges`'],
    ['what no SDK drives', '- No official SDK drives:\n  - The API: `StartRecording`, `GetEdges`'],
    ['what there is not', '- Chat [S]\n- 7 requests of the SDK [SK]'],
    ['the numbers', '| [Stream Video](#stream-video) | 1 | **3** | 1 | 1 | 1 | 1 | 1 |'],
  ])('tells %s', (_what, part) => {
    expect(text).toContain(part)
  })

  it('tells of no time, so that the same suites make the same text', () => {
    expect(documentOf(served, ledger, { stream: [{ what: '7 requests of the SDK', marks: 'SK' }] })).toBe(text)
    expect(text).not.toMatch(/\b20\d\d-/)
  })

  it('has a picture, each service a bar of its parts', () => {
    const picture = pictureOf(served, ledger)
    expect(picture).toContain('>Stream Video</text>')
    expect([...picture.matchAll(/ width="186\.7" /g)]).toHaveLength(3)
  })
})

describe('what the installed SDKs know and the double does not', () => {
  it('is told by name', async () => {
    const { s3, stream } = await notServedBySdks()
    expect(s3?.[0]?.what).toMatch(/^\d+ of the \d+ commands of AWS’s SDK: .*SelectObjectContent/)
    expect(s3?.[0]?.what).not.toMatch(/\bGetObject\b|\bListObjectsV2\b/)
    const told = stream?.map(({ what }) => what).join('\n')
    expect(told).toContain('`POST /video/sip/auth`')
    expect(told).not.toMatch(/`GET \/video\/call\/\{type\}\/\{id\}`|`GET \/external_storage`/)
  })
})
