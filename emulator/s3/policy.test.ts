import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from './policy-document.ts'
import { type Deed, isPublic, judge, like } from './policy.ts'

const read: Deed = { action: 's3:GetObject', resource: 'arn:aws:s3:::films/a/b.mp4', owner: false, facts: {} }
const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::films/*' }
const policy = (...Statement: object[]) => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'films')

describe('a pattern', () => {
  it('means what the regular expression would mean', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 12 })
    fc.assert(
      fc.property(text, text, (pattern, given) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
        expect(like(pattern, given)).toBe(expression.test(given))
      }),
      { numRuns: 2000 },
    )
  })

  it('of many stars ends soon', () => {
    expect(like(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false)
  })
})

describe('a policy', () => {
  it.each<[string, Partial<Deed>, 'Allow' | 'Deny' | undefined, object[]]>([
    ['allows', {}, 'Allow', [allow]],
    ['says nothing of other deeds', { action: 's3:PutObject' }, undefined, [allow]],
    ['says nothing of other objects', { resource: 'arn:aws:s3:::films' }, undefined, [allow]],
    ['takes any case of an action', {}, 'Allow', [{ ...allow, Action: ['S3:getobject'.replace('S3', 's3')] }]],
    ['may name everything', { action: 's3:DeleteObject' }, 'Allow', [{ ...allow, Action: '*' }]],
    ['denies above all', {}, 'Deny', [allow, { ...allow, Effect: 'Deny' }]],
    ['may deny all but some', {}, undefined, [{ ...allow, Effect: 'Deny', Action: undefined, NotAction: 's3:Get*' }]],
    ['may be about the owner only', {}, undefined, [{ ...allow, Principal: { AWS: 'arn:aws:iam::1:root' } }]],
    ['holds for a page', { facts: { 'aws:referer': 'https://app.test/x' } }, 'Allow', [referer('https://app.test/*')]],
    [
      'holds for no other page',
      { facts: { 'aws:referer': 'https://b.test/' } },
      undefined,
      [referer('https://app.test/*')],
    ],
    ['holds only with what it asks for', {}, undefined, [referer('*')]],
    ['may ask for TLS', { facts: { 'aws:securetransport': 'false' } }, 'Deny', [withoutTls()]],
  ])('%s', (_, deed, verdict, statements) => {
    expect(judge(policy(...statements), { ...read, ...deed })).toBe(verdict)
  })

  it('is public when it allows anybody something without a condition', () => {
    expect(isPublic(policy(allow))).toBe(true)
    expect(isPublic(policy(referer('*')))).toBe(false)
    expect(isPublic(policy({ ...allow, Effect: 'Deny' }))).toBe(false)
  })

  it.each([
    ['', 'invalid Json'],
    ['{"Statement": []', 'invalid Json'],
    ['{"Statement": [{}]}', 'must be valid JSON'],
    [JSON.stringify({ Statement: { ...allow, Principal: undefined } }), 'Principal'],
    [JSON.stringify({ Statement: { ...allow, Action: 'ec2:Run' } }), 'invalid action'],
    [JSON.stringify({ Statement: { ...allow, Resource: 'arn:aws:s3:::other/*' } }), 'invalid resource'],
    [JSON.stringify({ Statement: { ...allow, Condition: { IpAddress: { 'aws:SourceIp': '1.1.1.1' } } } }), 'IpAddress'],
  ])('that cannot be heeded is refused: %s', (text, message) => {
    expect(() => parsePolicy(text, 'films')).toThrow(message)
  })
})

function referer(pattern: string) {
  return { ...allow, Condition: { StringLike: { 'aws:Referer': pattern } } }
}

function withoutTls() {
  return { ...allow, Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': false } } }
}
