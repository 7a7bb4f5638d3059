// What the uploader is refused: credentials, parameters, ids.
import { expect } from 'vitest'
import {
  flip,
  listOf,
  matching,
  type PactOptions,
  recordNotFound,
  storeErrors,
  stores,
  telestream,
  telestreamError,
  text,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'
import { TelestreamFailure } from './client.ts'

const nobody = '00000000000000000000000000000000'

export function refusalContracts(pact: PactOptions): void {
  const { refused } = contractsOf(telestream(pact), clientOf)
  const began = 'the factory is as it began'

  refused(
    'a request that another secret signed',
    (cloud) =>
      cloud
        .given('the client has the wrong secret')
        .get('/videos.json')
        .willRespondWith(401, telestreamError('NotAuthorized', 'Signatures do not match')),
    (client) => client.signed('GET', '/videos.json'),
    { status: 401, body: { error: 'NotAuthorized', message: 'Signatures do not match' } },
  )
  refused(
    'a request of an hour ago',
    (cloud) =>
      cloud
        .given('the clock of the client is wrong', { minutes: -60 })
        .get('/videos.json')
        .willRespondWith(401, telestreamError('NotAuthorized', 'Signatures expired')),
    (client) => client.signed('GET', '/videos.json'),
    { status: 401, body: { message: 'Signatures expired' } },
  )
  refused(
    'a request without a signature',
    (cloud) =>
      cloud
        .given(began)
        .get('/videos.json')
        .unsigned()
        .willRespondWith(
          400,
          telestreamError(
            'BadRequest',
            matching(
              '^All required parameters were not supplied: .+$',
              'All required parameters were not supplied: access_key, signature, timestamp',
            ),
          ),
        ),
    async (_client, _values, { url }) => {
      const response = await fetch(`${url}/v3.0/videos.json`)
      throw new TelestreamFailure(response.status, await response.json())
    },
    { status: 400 },
  )
  refused(
    'a video that nobody has',
    (cloud) => cloud.given(began).get(`/videos/${nobody}.json`).willRespondWith(404, recordNotFound('Video', nobody)),
    (client) => client.signed('GET', `/videos/${nobody}.json`),
    { status: 404, body: { error: 'RecordNotFound' } },
  )
  refused(
    'an encoding that nobody has',
    (cloud) =>
      cloud.given(began).delete(`/encodings/${nobody}.json`).willRespondWith(404, recordNotFound('Encoding', nobody)),
    (client) => client.signed('DELETE', `/encodings/${nobody}.json`),
    { status: 404 },
  )
  refused(
    'a profile that nobody has',
    (cloud) =>
      cloud.given(began).get(`/profiles/${nobody}.json`).willRespondWith(404, recordNotFound('Profile', nobody)),
    (client) => client.signed('GET', `/profiles/${nobody}.json`),
    { status: 404 },
  )
  refused(
    'a video without a source',
    (cloud) =>
      cloud
        .given(began)
        .post('/videos.json')
        .form({ profiles: 'h264' })
        .willRespondWith(400, telestreamError('BadRequest', 'All required parameters were not supplied: source_url')),
    (client) => client.signed('POST', '/videos.json', { profiles: 'h264' }),
    { status: 400, body: { error: 'BadRequest' } },
  )
  refused(
    'an upload of a file without a size',
    (cloud) =>
      cloud
        .given(began)
        .post('/videos/upload.json')
        .form({ file_name: 'film.mp4' })
        .willRespondWith(400, telestreamError('BadRequest', 'All required parameters were not supplied: file_size')),
    (client) => client.signed('POST', '/videos/upload.json', { file_name: 'film.mp4' }),
    { status: 400 },
  )
  refused(
    'a path without .json',
    (cloud) =>
      cloud
        .given(began)
        .get('/videos')
        .willRespondWith(400, telestreamError('BadRequest', 'Currently only .json is supported as a format')),
    (client) => client.signed('GET', '/videos'),
    { status: 400 },
  )
  refused(
    'anything, while Telestream is down',
    (cloud) =>
      cloud
        .given('something goes wrong', { service: 'telestream', error: 'unavailable' })
        .get('/videos.json')
        .willRespondWith(503, { error: text('ServiceUnavailable'), message: text() }),
    (client) => client.signed('GET', '/videos.json'),
    { status: 503 },
  )

  const keyed = contractsOf(flip(pact), clientOf)
  keyed.refused(
    'a request of Flip with a wrong key',
    (api) =>
      api
        .given('the client has the wrong secret')
        .get('/videos.json')
        .willRespondWith(401, { error: 'NotAuthorized', message: text() }),
    (client) => client.flip('GET', '/videos.json'),
    { status: 401 },
  )
  keyed.refused(
    'a video that nobody has, of Flip',
    (api) => api.given(began).get(`/videos/${nobody}.json`).willRespondWith(404, recordNotFound('Video', nobody)),
    (client) => client.flip('GET', `/videos/${nobody}.json`),
    { status: 404 },
  )

  const storage = contractsOf(stores(pact), clientOf)
  storage.refused(
    'the stores with a wrong key',
    (api) =>
      api
        .given('the client has the wrong secret')
        .get('/stores')
        .willRespondWith(401, { errors: listOf({ field: 'X-Api-Key', message: text() }) }),
    (client) => client.stores('GET', '/stores'),
    { status: 401 },
  )
  storage.refused(
    'a store that nobody has',
    (api) => api.given(began).get('/stores/nobody').willRespondWith(404, storeErrors('id')),
    (client) => client.stores('GET', '/stores/nobody'),
    { status: 404, body: { errors: [{ field: 'id', message: expect.any(String) }] } },
  )
  storage.refused(
    'a new store of nothing',
    (api) =>
      api
        .given(began)
        .post('/stores')
        .json({ name: 'media', provider: 'Floppy' })
        .willRespondWith(422, {
          errors: listOf({ field: matching('^\\w+$', 'bucket_name'), message: text() }, 2),
        }),
    (client) => client.stores('POST', '/stores', { body: { name: 'media', provider: 'Floppy' } }),
    { status: 422 },
  )
}
