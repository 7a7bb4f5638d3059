import { describe, expect, it } from 'vitest'
import { driverOf } from './driver.ts'
import type { Sighting } from './record.ts'

const seen: Sighting = { service: 'stream', operation: 'GetCall', mount: '/api/v2', ok: true, agent: '', driving: '' }
const by = (sighting: Partial<Sighting>, file = 'harness/clients/any.clients.test.ts') => {
  const { kind, name } = driverOf({ ...seen, ...sighting }, file, new Set(['uploader']))
  return `${kind}: ${name}`
}

describe('who drives', () => {
  it.each<[string, Partial<Sighting>]>([
    ['sdk: boto3 1.44.5 (Python)', { service: 's3', agent: 'Boto3/1.44.5 md/Botocore#1.44.5' }],
    ['sdk: @aws-sdk/client-s3 3.1169.0 (JavaScript)', { service: 's3', agent: 'aws-sdk-js/3.1169.0 ua/2.1' }],
    ['sdk: software.amazon.awssdk:s3 2.42.0 (Java)', { service: 's3', agent: 'aws-sdk-java/2.42.0 md/io#sync' }],
    [
      'sdk: aws-sdk-go-v2/service/s3 1.114.8 (Go)',
      { service: 's3', agent: 'aws-sdk-go-v2/1.47.7 ua/2.1 os/linux api/s3#1.114.8 m/E,e' },
    ],
  ])('is %s, as the wire says', (driver, sighting) => {
    expect(by(sighting)).toBe(driver)
  })

  it.each<[string, Partial<Sighting>]>([
    [
      'sdk: telestream_cloud 1.0.0 (Python)',
      { service: 'telestream', agent: 'python-requests/2.27.1', driving: 'python-telestream-1.0' },
    ],
    [
      'sdk: telestream-cloud-flip 2.0.1 (Python)',
      { service: 'telestream', agent: 'Swagger-Codegen/2.0.1/python', driving: 'python-telestream-flip-2.0' },
    ],
    [
      'sdk: org.duracloud:storeclient 6.2.0 (Java)',
      { service: 'duracloud', agent: 'Apache-HttpClient/4.5.2 (Java/17)', driving: 'java-duracloud 6.2.0' },
    ],
    ['sdk: getstream 2.7.1 (Python)', { agent: 'stream-python-client-2.7.1', driving: 'python-getstream-2.7' }],
  ])('is %s, where the wire and the suite agree', (driver, sighting) => {
    expect(by(sighting)).toBe(driver)
    expect(by({ ...sighting, driving: '' })).toBe('tests: tests')
    expect(by({ ...sighting, agent: 'by-hand' })).toBe('tests: tests')
  })

  it('is no SDK where a suite says what an SDK says and is none', () => {
    expect(by({ agent: 'stream-go-client-v5.3.0', driving: 'go-stream' })).toBe(
      'other: the requests of getstream-go 5.3.0 (Go)',
    )
    expect(by({ agent: 'stream-node-0.7.64' }, 'emulator/services/stream/rate-limits.test.ts')).toBe('tests: tests')
    expect(by({ agent: 'stream-node-0.7.64' }, 'emulator/services/stream/node-sdk.test.ts')).toBe(
      'sdk: @stream-io/node-sdk 0.7.64 (JavaScript)',
    )
  })

  it('is no SDK of one vendor at the services of another: what a test fetches with the same library is not the SDK', () => {
    expect(by({ service: 's3', agent: 'python-requests/2.27.1', driving: 'python-telestream-1.0' })).toBe(
      'tests: tests',
    )
  })

  it('is a transcript, or a contract by its consumer, whatever the service', () => {
    expect(by({ agent: 'golden-transcript' })).toBe('transcript: transcript')
    expect(by({ agent: 'pact-verifier/uploader' })).toBe('contract: uploader')
    expect(by({ agent: 'pact-verifier/somebody' })).toBe('tests: tests')
  })

  it('is our own tests otherwise', () => {
    expect(by({ agent: 'node' })).toBe('tests: tests')
    expect(by({})).toBe('tests: tests')
  })
})
