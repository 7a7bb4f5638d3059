import { expect, it } from 'vitest'
import { spell } from './node-spelled-response.ts'

it.each([
  ['content-type', 'Content-Type'],
  ['etag', 'ETag'],
  ['content-md5', 'Content-MD5'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['location', 'Location'],
  ['bit-integrity-report-completion-date', 'Bit-Integrity-Report-Completion-Date'],
  ['x-dura-meta-creator', 'x-dura-meta-creator'],
  ['x-amz-request-id', 'x-amz-request-id'],
  ['Content-type', 'Content-Type'],
])('%s is written %s', (name, spelling) => {
  expect([spell(name), spell(name)]).toEqual([spelling, spelling])
})
