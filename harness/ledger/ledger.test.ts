import { describe, expect, it } from 'vitest'
import { consumersOf } from './consumers.ts'
import { circumstances, judgementOf } from './judgement.ts'
import { entriesOf, type Ledger, ledgerOf, ledgerSchema } from './ledger.ts'
import { lossesOf } from './losses.ts'
import type { ServedService } from './operations.ts'
import type { Sighting } from './record.ts'
import { tallyOf } from './tally.ts'
import { weigh } from './weigh.ts'

const facts = { source: 'a book', marks: { D: 'it is written' }, notServed: [] }
const served: readonly ServedService[] = [
  {
    name: 's3',
    title: 'Buckets',
    facts,
    sections: [
      {
        service: 's3',
        title: 'S3',
        mounts: [''],
        operations: ['GetObject', 'PutObject'].map((name) => ({ name, requests: [`${name} /`] })),
        facts: {},
      },
    ],
  },
]

const seen: Sighting = { service: 's3', operation: 'GetObject', mount: '', ok: true, agent: '', driving: '' }
const boto = 'Boto3/1.44.5 md'
const fromRecords = (...sightings: Partial<Sighting>[]) =>
  ledgerOf(served, new Map([['a.test.ts', sightings.map((sighting) => ({ ...seen, ...sighting }))]]), new Set(['shop']))
const getObject = (proofs: Ledger[string][string][string]): Ledger => ({
  s3: { S3: { GetObject: proofs, PutObject: {} } },
})

describe('a ledger', () => {
  it('has all that is served, also what nobody drives', () => {
    expect(fromRecords()).toEqual(getObject({}))
  })

  it('has of each operation who was answered, and who was refused alone', () => {
    const ledger = fromRecords({ ok: false }, { agent: boto }, { agent: boto, ok: false })
    expect(ledger).toEqual(getObject({ 'sdk boto3 1.44.5 (Python)': 'answered', tests: 'refused' }))
  })

  it('has the contracts that there are, and not those that tests of the verifier make up', () => {
    const ledger = fromRecords({ agent: 'pact-verifier/shop' }, { agent: 'pact-verifier/made-up' })
    expect(ledger).toEqual(getObject({ 'contract shop': 'answered', tests: 'answered' }))
  })

  it('knows the consumers of the committed contracts', async () => {
    expect([...(await consumersOf())].toSorted()).toEqual(expect.arrayContaining(['archive-tool', 'uploader']))
  })

  it('leaves out what no API that is served has', () => {
    expect(fromRecords({ mount: '/v9' }, { operation: 'SelectObjectContent' }, { service: 'other' })).toEqual(
      getObject({}),
    )
  })

  it('is the same whatever the order of the day', () => {
    const some = [{ ok: false }, { agent: boto }, { agent: 'golden-transcript' }, { ok: true }]
    expect(JSON.stringify(fromRecords(...some))).toBe(JSON.stringify(fromRecords(...some.toReversed())))
  })

  it('is read as it was written', () => {
    const ledger = fromRecords({ agent: boto })
    expect(ledgerSchema.parse(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger)
    expect(() => ledgerSchema.parse({ s3: { S3: { GetObject: { tests: 'perhaps' } } } })).toThrow(/GetObject/)
  })

  it('is counted', () => {
    const sections = {
      S3: {
        a: { 'sdk x 1 (Go)': 'answered', 'contract shop': 'answered', tests: 'answered' },
        b: { 'sdk x 1 (Go)': 'refused', transcript: 'answered' },
        c: { 'contract shop': 'answered' },
        d: { tests: 'refused' },
        e: {},
      },
    } as const
    expect(tallyOf(sections)).toEqual({
      operations: 5,
      bySdk: 1,
      byContract: 2,
      inTranscript: 1,
      onlyByTests: 1,
      byNobody: 2,
    })
  })
})

describe('losses', () => {
  it.each<[string, Ledger[string][string][string], Ledger[string][string][string], string[]]>([
    ['none where all is as it was', { tests: 'answered' }, { tests: 'answered' }, []],
    ['none where there is more', {}, { tests: 'answered' }, []],
    ['none where what was refused is answered', { tests: 'refused' }, { tests: 'answered' }, []],
    [
      'none for another version',
      { 'sdk boto3 1.44.5 (Python)': 'answered' },
      { 'sdk boto3 2.0.0 (Python)': 'answered' },
      [],
    ],
    ['a proof that is gone', { tests: 'answered', transcript: 'answered' }, { tests: 'answered' }, ['transcript']],
    ['a proof that is a refusal now', { tests: 'answered' }, { tests: 'refused' }, ['tests']],
    [
      'a contract, even where an SDK came',
      { 'contract shop': 'answered' },
      { 'sdk x 1 (Go)': 'answered' },
      ['contract shop'],
    ],
  ])('are %s', (_what, older, newer, lost) => {
    expect(lossesOf(getObject(older), getObject(newer)).map(({ by }) => by)).toEqual(lost)
  })

  it('are the proofs of an operation that is not served any more', () => {
    const older = { s3: { S3: { ...getObject({}).s3?.['S3'], Torrent: { tests: 'answered' } } } } as const
    expect(lossesOf(older, getObject({}))).toEqual([
      { service: 's3', section: 'S3', operation: 'Torrent', by: 'tests', proof: 'answered' },
    ])
  })
})

describe('a machine', () => {
  const all = { unrecorded: { unit: [], clients: [] }, missing: new Set<never>() }

  it('that has run everything judges everything', () => {
    const { reasonAgainst } = judgementOf(all)
    for (const by of ['tests', 'transcript', 'contract shop', 'sdk boto3 1.44.5 (Python)'])
      expect(reasonAgainst(by)).toBeUndefined()
  })

  it('without a toolchain does not judge what needs it', () => {
    const { reasonAgainst } = judgementOf({ ...all, missing: new Set(['python2.7', 'python3.10'] as const) })
    expect(reasonAgainst('sdk boto3 1.44.5 (Python)')).toBe('python3.10 is missing')
    expect(reasonAgainst('sdk telestream_cloud 1.1.2 (Python)')).toBe('python2.7 is missing')
    expect(reasonAgainst('sdk software.amazon.awssdk:s3 2.42.0 (Java)')).toBeUndefined()
    expect(reasonAgainst('tests')).toBeUndefined()
  })

  it('that has not run a suite to its end does not judge what the suite proves', () => {
    const clients = judgementOf({ ...all, unrecorded: { unit: [], clients: ['a', 'b'] } }).reasonAgainst
    expect(clients('sdk boto3 1.44.5 (Python)')).toBe('`npm run test:clients` has left no record of a and 1 more')
    expect(clients('contract shop')).toBeUndefined()
    const unit = judgementOf({ ...all, unrecorded: { unit: ['c'], clients: [] } }).reasonAgainst
    expect(unit('contract shop')).toBe('`npm test` has left no record of c')
    expect(unit('sdk @stream-io/node-sdk 0.7.64 (JavaScript)')).toBe('`npm test` has left no record of c')
    expect(unit('sdk boto3 1.44.5 (Python)')).toBeUndefined()
  })

  it('knows the files of its suites', async () => {
    const { unrecorded } = await circumstances(new Set(['emulator/ids.test.ts']))
    expect(unrecorded.unit).toContain('harness/ledger/ledger.test.ts')
    expect(unrecorded.unit).not.toContain('emulator/ids.test.ts')
    expect(unrecorded.clients).toContain('harness/clients/s3-go.clients.test.ts')
    const both = [...unrecorded.unit, ...unrecorded.clients]
    expect(both.filter((file) => /node_modules|harness\/examples|\.docker\./.test(file))).toEqual([])
  })
})

describe('a new ledger', () => {
  const committed = getObject({ 'sdk boto3 1.44.5 (Python)': 'answered', transcript: 'answered' })
  const fresh = getObject({ tests: 'answered' })

  it('has lost what can be judged, and keeps what cannot', () => {
    const { ledger, lost, notJudged } = weigh(committed, fresh, {
      reasonAgainst: (by) => (by.startsWith('sdk') ? 'no Python' : undefined),
    })
    expect(lost.map(({ by }) => by)).toEqual(['transcript'])
    expect([...notJudged].map(([reason, entries]) => [reason, entries.length])).toEqual([['no Python', 1]])
    expect(ledger).toEqual(getObject({ 'sdk boto3 1.44.5 (Python)': 'answered', tests: 'answered' }))
  })

  it('is what was recorded, when all can be judged', () => {
    const { ledger, lost, gained } = weigh(committed, fresh, { reasonAgainst: () => undefined })
    expect(ledger).toEqual(fresh)
    expect(gained).toEqual(entriesOf(fresh))
    expect(lost).toEqual(entriesOf(committed))
  })

  it('keeps no proof of what is not served any more', () => {
    const older = { s3: { S3: { Torrent: { tests: 'answered' } } } } as const
    expect(weigh(older, fresh, { reasonAgainst: () => 'not run' }).ledger).toEqual(fresh)
  })
})
