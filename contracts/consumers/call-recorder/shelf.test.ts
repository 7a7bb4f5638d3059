// What the call recorder relies on when it reads its recordings: Amazon's SDK over the buckets.
import { describe } from 'vitest'
import { matching, plain, s3, text, xml } from '../../../harness/pact/index.ts'
import { pactOf } from '../committed-pact.ts'
import { contractsOf } from '../contract.ts'
import { Shelf } from './recorder.ts'

const pact = pactOf('call-recorder')

const listed = (key: string) =>
  xml(
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>my-bucket</Name><Prefix>recordings/</Prefix><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>${key}</Key><Size>5</Size></Contents></ListBucketResult>`,
    {
      // Pact names an element by its namespace.
      "$['http://s3.amazonaws.com/doc/2006-03-01/:ListBucketResult']['http://s3.amazonaws.com/doc/2006-03-01/:Contents']['http://s3.amazonaws.com/doc/2006-03-01/:Size']['#text']":
        matching('^\\d+$', '5'),
    },
  )

describe('buckets', () => {
  const contract = contractsOf(s3(pact.part()), ({ url }) => new Shelf(url, 'my-bucket'))
  const kept = ['an object exists', { bucket: 'my-bucket', key: 'recordings/rec_1.mp4', body: 'A film' }] as const

  contract(
    'a request for the recordings in a bucket',
    (api) =>
      api
        .given(...kept)
        .get('/my-bucket/')
        .query({ 'list-type': '2', prefix: 'recordings/' })
        .willRespondWith(200, listed('recordings/rec_1.mp4')),
    (shelf) => shelf.keys('recordings/'),
    ['recordings/rec_1.mp4'],
  )
  contract(
    'a request for a recording',
    (api) =>
      api
        .given(...kept)
        .get('/my-bucket/recordings/rec_1.mp4')
        .query({ 'x-id': 'GetObject' })
        .willRespondWith(200, plain('A film'), {
          ETag: matching('^"[0-9a-f]{32}"$', '"0cc175b9c0f1b6a831c399e269772661"'),
        }),
    (shelf) => shelf.text('recordings/rec_1.mp4'),
    'A film',
  )
  contract(
    'a question how large a recording is',
    (api) =>
      api
        .given(...kept)
        .head('/my-bucket/recordings/rec_1.mp4')
        .willRespondWith(200, undefined, {
          'Content-Length': '6',
          ETag: matching('^"[0-9a-f]{32}"$', '"0cc175b9c0f1b6a831c399e269772661"'),
        }),
    (shelf) => shelf.size('recordings/rec_1.mp4'),
    6,
  )
  contract.refused(
    'a request for a recording that is gone',
    (api) =>
      api
        .given('a bucket exists', { bucket: 'my-bucket' })
        .get('/my-bucket/recordings/nothing.mp4')
        .query({ 'x-id': 'GetObject' })
        .willRespondWith(
          404,
          xml('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>', {
            "$.Error.Message['#text']": text(),
          }),
        ),
    (shelf) => shelf.text('recordings/nothing.mp4'),
    { name: 'NoSuchKey' },
  )
  contract.refused(
    'a request that another secret signed',
    (api) =>
      api
        .given('the client has the wrong secret')
        .get('/my-bucket/')
        .query({ 'list-type': '2', prefix: 'recordings/' })
        .willRespondWith(
          403,
          xml('<Error><Code>SignatureDoesNotMatch</Code><Message>They differ.</Message></Error>', {
            "$.Error.Message['#text']": text(),
          }),
        ),
    (shelf) => shelf.keys('recordings/'),
    { name: 'SignatureDoesNotMatch' },
  )
})

pact.itIsCommitted('stuntdouble-s3')
