import { describe, expect, it } from 'vitest'
import { encodeKey, placeOfUrl, presignUrl, urlOfBucket } from './urls.ts'

const path = { origin: 'http://127.0.0.1:9000', pathStyle: true, region: 'us-east-1' }
const host = { origin: 'https://s3.example.com', pathStyle: false, region: 'eu-west-1' }

describe('URLs of the S3', () => {
  it.each([
    [path, 'http://127.0.0.1:9000/films/a%20b/%C3%A9%2B'],
    [host, 'https://films.s3.example.com/a%20b/%C3%A9%2B'],
  ])('lead to a bucket and a key, and back', (style, expected) => {
    const url = `${urlOfBucket(style, 'films')}/${encodeKey('a b/é+')}`
    expect(url).toBe(expected)
    expect(placeOfUrl(style, new URL(url))).toEqual({ bucket: 'films', key: 'a b/é+' })
  })

  it('are no others', () => {
    for (const other of ['http://127.0.0.1:9001/a/b', 'https://127.0.0.1:9000/a/b', 'http://example.com/a'])
      expect(placeOfUrl(path, new URL(other))).toBeUndefined()
    expect(placeOfUrl(host, new URL('https://xs3.example.com/a'))).toBeUndefined()
  })

  it('carry the token of keys that have one, signed', () => {
    const keys = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'to/ken' }
    const url = presignUrl(host, 'https://films.s3.example.com/a', keys, { expiresIn: 60, now: 0 })
    expect(url).toContain('X-Amz-Credential=a%2F19700101%2Feu-west-1%2Fs3%2Faws4_request')
    expect(url).toContain('X-Amz-Security-Token=to%2Fken')
    const other = presignUrl(
      host,
      'https://films.s3.example.com/a',
      { ...keys, sessionToken: 'x' },
      { expiresIn: 60, now: 0 },
    )
    expect(new URL(url).searchParams.get('X-Amz-Signature')).not.toBe(
      new URL(other).searchParams.get('X-Amz-Signature'),
    )
  })
})
