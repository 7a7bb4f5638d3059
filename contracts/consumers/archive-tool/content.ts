// Content of spaces.
import { expect } from 'vitest'
import { duracloud, duracloudTime, matching, type PactOptions, plain } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'

const letter = 'Dear Ada,\n'
const md5 = '8c8a5b8d5dfe4d3fa1f1c4b1f0e7c1a0'
const aChecksum = matching('^[0-9a-f]{32}$', md5)

export function contentContracts(pact: PactOptions): void {
  const contract = contractsOf(duracloud(pact), storeOf)
  const kept = ['a space with content', { spaceId: 'letters', contentId: '1900/may.txt', body: letter }] as const

  const own = { 'Content-Type': 'text/plain', 'x-dura-meta-creator': 'Jane' }
  contract(
    'new content',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .put('/letters/1900/may.txt')
        .headers({ 'x-dura-meta-creator': 'Jane' })
        .text(letter)
        .willRespondWith(201, undefined, { 'Content-MD5': aChecksum, ETag: aChecksum }),
    async (store) =>
      (await store.ask('PUT', '/letters/1900/may.txt', { headers: own, body: letter })).headers.get('content-md5'),
    md5,
  )
  contract(
    'a request for content',
    (api) =>
      api
        .given('a space with content', {
          spaceId: 'letters',
          contentId: '1900/may.txt',
          body: letter,
          properties: { creator: 'Jane' },
        })
        .get('/letters/1900/may.txt')
        .willRespondWith(200, plain(letter), {
          'Content-MD5': aChecksum,
          'Last-Modified': duracloudTime(),
          'x-dura-meta-creator': 'Jane',
        }),
    (store) => store.text('GET', '/letters/1900/may.txt'),
    letter,
  )
  contract(
    'a request for some of the content',
    (api) =>
      api
        .given(...kept)
        .get('/letters/1900/may.txt')
        .headers({ Range: 'bytes=5-7' })
        .willRespondWith(206, plain('Ada'), { 'Content-Range': 'bytes 5-7/10' }),
    (store) => store.text('GET', '/letters/1900/may.txt', { headers: { Range: 'bytes=5-7' } }),
    'Ada',
  )
  contract(
    "a request for content's properties",
    (api) =>
      api
        .given(...kept)
        .head('/letters/1900/may.txt')
        .willRespondWith(200, undefined, { 'Content-MD5': aChecksum, 'Accept-Ranges': 'bytes' }),
    async (store) => (await store.ask('HEAD', '/letters/1900/may.txt')).headers.get('content-md5'),
    md5,
  )
  contract(
    "a change of content's properties",
    (api) =>
      api
        .given(...kept)
        .post('/letters/1900/may.txt')
        .headers({ 'x-dura-meta-creator': 'John' })
        .willRespondWith(200, plain('Content 1900/may.txt updated successfully')),
    (store) => store.text('POST', '/letters/1900/may.txt', { headers: { 'x-dura-meta-creator': 'John' } }),
    'Content 1900/may.txt updated successfully',
  )
  contract(
    'a copy of content',
    (api) =>
      api
        .given(...kept)
        .put('/letters/copy.txt')
        .headers({ 'x-dura-meta-copy-source': 'letters/1900/may.txt' })
        .willRespondWith(201, undefined, { 'Content-MD5': aChecksum }),
    async (store) =>
      (
        await store.ask('PUT', '/letters/copy.txt', { headers: { 'x-dura-meta-copy-source': 'letters/1900/may.txt' } })
      ).headers.get('content-md5'),
    md5,
  )
  contract(
    'a deletion of content',
    (api) =>
      api
        .given(...kept)
        .delete('/letters/1900/may.txt')
        .willRespondWith(200, plain('Content 1900/may.txt deleted successfully')),
    (store) => store.text('DELETE', '/letters/1900/may.txt'),
    expect.stringContaining('deleted successfully'),
  )
  contract.refused(
    'content with the checksum of another',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .put('/letters/may.txt')
        .headers({ 'Content-MD5': '00000000000000000000000000000000' })
        .text(letter)
        .willRespondWith(
          409,
          plain(
            matching(
              "^Error attempting to add content 'may\\.txt' in 'letters' due to: Checksum mismatch .*$",
              "Error attempting to add content 'may.txt' in 'letters' due to: Checksum mismatch detected",
            ),
          ),
        ),
    (store) =>
      store.text('PUT', '/letters/may.txt', {
        headers: { 'Content-Type': 'text/plain', 'Content-MD5': '00000000000000000000000000000000' },
        body: letter,
      }),
    { status: 409 },
  )
  contract.refused(
    'a request for content in Glacier',
    (api) =>
      api
        .given('an item is in Glacier', { spaceId: 'letters', contentId: 'may.txt' })
        .get('/letters/may.txt')
        .query({ storeID: '3' })
        .willRespondWith(
          409,
          plain(
            matching(
              "^Error attempting to get content 'may\\.txt' in 'letters' due to: The storage state .*$",
              "Error attempting to get content 'may.txt' in 'letters' due to: The storage state does not allow it",
            ),
          ),
        ),
    (store) => store.text('GET', '/letters/may.txt', { storeId: '3' }),
    { status: 409 },
  )
  contract.refused(
    'a request for content that is missing',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .get('/letters/nothing.txt')
        .willRespondWith(
          404,
          plain(
            matching(
              "^Error attempting to get content 'nothing\\.txt' in 'letters' due to: .*$",
              "Error attempting to get content 'nothing.txt' in 'letters' due to: Could not find content item",
            ),
          ),
        ),
    (store) => store.text('GET', '/letters/nothing.txt'),
    { status: 404 },
  )
}
