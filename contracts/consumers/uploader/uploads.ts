// Files in parts: a session is made by a signed request; its location then takes the parts from whoever knows it.
import { expect } from 'vitest'
import {
  aNewVideo,
  anUploadSession,
  eachLike,
  injected,
  integer,
  matching,
  type PactOptions,
  telestream,
  uploads,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'
import { abortUpload, sendPart, uploadStatus } from './client.ts'

export function uploadContracts(pact: PactOptions): void {
  const contract = contractsOf(telestream(pact), clientOf)
  const session = contractsOf(uploads(pact), ({ url, values }) => `${url}/upload/session?id=${values.sessionId}`)

  const film = { file_name: 'film.mp4', file_size: '805301', multi_chunk: 'true', profiles: 'h264' }
  contract(
    'an upload in parts',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .post('/videos/upload.json')
        .form(film)
        .willRespondWith(200, anUploadSession()),
    (client) => client.signed('POST', '/videos/upload.json', film),
    expect.objectContaining({ parts: '1', part_size: '5242880' }),
  )

  session(
    'the only part of a file',
    (locations) =>
      locations
        .given('an upload session is open', { fileName: 'film.mp4', fileSize: 11 })
        .put('/session')
        .query({ id: injected('sessionId') })
        .headers({ 'X-Part': '0' })
        .text('not a film\n', 'application/octet-stream')
        .willRespondWith(200, aNewVideo()),
    (location) => sendPart(location, 0, 'not a film\n'),
    expect.objectContaining({ status: 'processing' }),
  )

  session(
    'a question for the parts that are missing',
    (locations) =>
      locations
        .given('an upload session is open', { fileName: 'film.mp4', fileSize: 6_000_000 })
        .get('/session')
        .query({ id: injected('sessionId') })
        .willRespondWith(200, { missing_parts: eachLike(integer(0)), media_id: matching('^\\w+$', 'abcdefgh') }),
    (location) => uploadStatus(location),
    expect.objectContaining({ missing_parts: [0] }),
  )

  session(
    'an upload that is given up',
    (locations) =>
      locations
        .given('an upload session is open')
        .delete('/session')
        .query({ id: injected('sessionId') })
        .willRespondWith(200),
    (location) => abortUpload(location),
    undefined,
  )
}
