import { describe, expect, it } from 'vitest'
import { exampleKeys, received, type WireRequest } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { authenticate, type Keys } from './authenticate.ts'
import { signVersion2 } from './signature-v2.ts'
import { postedAccessKey, verifyPost } from './verify-post.ts'

const accessKeyId = exampleKeys.accessKeyId
const bucketHost = 'awsexamplebucket1.s3.us-west-1.amazonaws.com'
const at = (time: string): Keys => ({ credentials: exampleKeys, now: Date.parse(time), region: 'us-west-1' })

interface Example {
  method?: string
  path: string
  query?: string
  headers?: Record<string, string>
  host?: string
}

async function who({ method = 'GET', path, query = '', headers = {}, host = bucketHost }: Example, keys: Keys) {
  const wire: WireRequest = { method, host, path, query, headers }
  return authenticate({ ...received(wire), origin: `http://${host}`, path }, keys)
}

async function refusal(example: Example, keys: Keys): Promise<string> {
  try {
    await who(example, keys)
    return 'nothing'
  } catch (error) {
    if (error instanceof S3Error) return `${error.status} ${error.code}: ${error.message}`
    throw error
  }
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html#RESTAuthenticationExamples
describe('the examples that AWS publishes of Signature Version 2', () => {
  it.each([
    ['GET', '/photos/puppy.jpg', '', {}, '19:36:42', 'qgk2+6Sv9/oM7G3qLEjTH1a1l1g='],
    ['PUT', '/photos/puppy.jpg', '', { 'content-type': 'image/jpeg' }, '21:15:45', 'iqRzw+ileNPu1fhspnRs8nOjjIA='],
    ['GET', '/', 'prefix=photos&max-keys=50&marker=puppy', {}, '19:42:41', 'm0WP8eCtspQl5Ahe6L1SozdX9YA='],
    ['GET', '/', 'acl', {}, '19:44:46', '82ZHiFIjc+WbcwFKGUVEQspPn+0='],
  ])('%s %s?%s', async (method, path, query, more, time, signature) => {
    const headers = {
      ...more,
      date: `Tue, 27 Mar 2007 ${time} +0000`,
      authorization: `AWS ${accessKeyId}:${signature}`,
    }
    const keys = at(`2007-03-27T${time}Z`)
    expect((await who({ method, path, query, headers }, keys)).accessKeyId).toBe(accessKeyId)
    const other = signature.replace(/^./, 'x')
    expect(
      await refusal(
        { method, path, query, headers: { ...headers, authorization: `AWS ${accessKeyId}:${other}` } },
        keys,
      ),
    ).toMatch(/^403 SignatureDoesNotMatch/)
    const added = { ...headers, 'x-amz-acl': 'public-read' }
    expect(await refusal({ method, path, query, headers: added }, keys)).toMatch(/^403 SignatureDoesNotMatch/)
  })

  it('GET by a URL', async () => {
    const query = `AWSAccessKeyId=${accessKeyId}&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620`
    const url = { path: '/johnsmith/photos/puppy.jpg', query, host: 's3.us-west-1.amazonaws.com' }
    expect((await who(url, at('2007-03-29T03:40:20Z'))).accessKeyId).toBe(accessKeyId)
    expect(await refusal(url, at('2007-03-29T03:40:21Z'))).toBe('403 AccessDenied: Request has expired')
  })
})

describe('a URL of Signature Version 2', () => {
  const keys = at('2026-01-02T03:04:05Z')
  const url = (text: string, more = '') => {
    const signature = encodeURIComponent(signVersion2(exampleKeys.secretAccessKey, text))
    return `AWSAccessKeyId=${accessKeyId}&Expires=1767323046&Signature=${signature}${more}`
  }

  it('carries headers and overrides of the answer, and they are signed', async () => {
    const text =
      'PUT\n\nvideo/mp4\n1767323046\nx-amz-acl:public-read\nx-amz-meta-title:été\n/awsexamplebucket1/a?response-content-type=text/plain&versionId=null'
    const more =
      '&content-type=video%2Fmp4&x-amz-meta-title=%C3%A9t%C3%A9&x-amz-acl=public-read&versionId=null&response-content-type=text%2Fplain'
    const { headers } = await who({ method: 'PUT', path: '/a', query: url(text, more) }, keys)
    expect(headers.get('x-amz-acl')).toBe('public-read')
    const fewer = more.replace('public-read', 'private')
    expect(await refusal({ method: 'PUT', path: '/a', query: url(text, fewer) }, keys)).toMatch(/SignatureDoesNotMatch/)
  })

  it('is whole', async () => {
    for (const query of ['Signature=a', 'AWSAccessKeyId=a', 'AWSAccessKeyId=a&Signature=b'])
      expect(await refusal({ path: '/a', query }, keys)).toMatch(
        /^403 AccessDenied: Query-string authentication requires/,
      )
    const query = url('').replace('1767323046', 'tomorrow')
    expect(await refusal({ path: '/a', query }, keys)).toMatch(/^403 AccessDenied: Invalid date/)
    expect(await refusal({ path: '/a', query: url('').replace(accessKeyId, 'BKIA') }, keys)).toMatch(
      /^403 InvalidAccessKeyId/,
    )
  })

  it('opens no bucket in a region that is younger than it', async () => {
    const query = url('GET\n\n\n1767323046\n/awsexamplebucket1/a')
    expect((await who({ path: '/a', query }, keys)).accessKeyId).toBe(accessKeyId)
    expect(await refusal({ path: '/a', query }, { ...keys, region: 'eu-central-1' })).toMatch(/Please use AWS4/)
  })
})

describe('a header of Signature Version 2', () => {
  const keys = at('2026-01-02T03:04:05Z')
  const sign = (headers: Record<string, string>, when: string, amz = '') => ({
    ...headers,
    authorization: `AWS ${accessKeyId}:${signVersion2(exampleKeys.secretAccessKey, `GET\n\n\n${when}\n${amz}/awsexamplebucket1/a`)}`,
  })

  it('signs x-amz-date instead of Date', async () => {
    const date = 'Fri, 02 Jan 2026 03:04:05 GMT'
    const headers = sign({ date: 'never', 'x-amz-date': date }, '', `x-amz-date:${date}\n`)
    expect((await who({ path: '/a', headers }, keys)).accessKeyId).toBe(accessKeyId)
  })

  it('signs a bucket with its slash, whether it is sent or not', async () => {
    const date = 'Fri, 02 Jan 2026 03:04:05 GMT'
    const host = 'localhost:4601'
    const signed = (resource: string) =>
      `AWS ${accessKeyId}:${signVersion2(exampleKeys.secretAccessKey, `GET\n\n\n${date}\n${resource}`)}`
    const asked = (path: string, resource: string) =>
      refusal({ path, host, headers: { date, authorization: signed(resource) } }, keys)
    expect([await asked('/b', '/b'), await asked('/b', '/b/'), await asked('/b/', '/b/')]).toEqual(
      Array.from({ length: 3 }, () => 'nothing'),
    )
    expect(await asked('/b/k', '/b/k/')).toMatch(/SignatureDoesNotMatch/)
  })

  it('needs a date that is now', async () => {
    expect(await refusal({ path: '/a', headers: sign({}, '') }, keys)).toMatch(/^403 AccessDenied: AWS authentication/)
    const old = 'Fri, 02 Jan 2026 02:04:05 GMT'
    expect(await refusal({ path: '/a', headers: sign({ date: old }, old) }, keys)).toMatch(/^403 RequestTimeTooSkewed/)
  })
})

describe('a form of Signature Version 2', () => {
  const keys = at('2026-01-02T03:04:05Z')
  const policy = btoa(
    JSON.stringify({ expiration: '2026-01-02T04:00:00Z', conditions: [{ bucket: 'b' }, { key: 'k' }] }),
  )
  const fields = {
    key: 'k',
    AWSAccessKeyId: accessKeyId,
    policy,
    signature: signVersion2(exampleKeys.secretAccessKey, policy),
  }
  const post =
    (changed: Partial<typeof fields> = {}, region = 'us-east-1') =>
    () =>
      verifyPost({ bucket: 'b', fields: Object.entries({ ...fields, ...changed }) }, { ...keys, region })

  it('lets upload what its policy says', () => {
    expect(postedAccessKey(Object.entries(fields))).toBe(accessKeyId)
    expect(post()()).toMatchObject({ accessKeyId, key: 'k', success: { status: 204 } })
    expect(post({ key: 'other' })).toThrow('Policy Condition failed')
  })

  it('is nobody else’s', () => {
    expect(post({ signature: 'x' })).toThrow('The request signature we calculated')
    expect(post({ AWSAccessKeyId: 'x' })).toThrow('does not exist in our records')
    expect(post({}, 'eu-central-1')).toThrow('Please use AWS4')
  })
})
