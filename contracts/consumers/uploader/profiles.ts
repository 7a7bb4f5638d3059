// Profiles of the signed API.
import { expect } from 'vitest'
import {
  anEncoding,
  aProfile,
  deleted,
  integer,
  listOf,
  type PactOptions,
  telestream,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function profileContracts(pact: PactOptions): void {
  const contract = contractsOf(telestream(pact), clientOf)

  contract(
    'a request for the profiles',
    (cloud) =>
      cloud.given('the factory is as it began').get('/profiles.json').willRespondWith(200, listOf(aProfile(), 2)),
    (client) => client.signed('GET', '/profiles.json'),
    expect.arrayContaining([expect.objectContaining({ preset_name: 'h264' })]),
  )

  contract(
    'a request for a profile with all that its preset says',
    (cloud) =>
      cloud
        .given('a profile exists', { name: 'small', preset: 'h264' })
        .get('/profiles/{profileId}.json')
        .query({ expand: 'true' })
        .willRespondWith(200, aProfile({ name: 'small', video_bitrate: integer(500) })),
    (client, { profileId }) => client.signed('GET', `/profiles/${profileId}.json`, { expand: 'true' }),
    expect.objectContaining({ video_bitrate: 500 }),
  )

  contract(
    'a request for a profile by its name',
    (cloud) =>
      cloud
        .given('a profile exists', { name: 'small' })
        .get('/profiles/small.json')
        .willRespondWith(200, aProfile({ name: 'small' })),
    (client) => client.signed('GET', '/profiles/small.json'),
    expect.objectContaining({ name: 'small' }),
  )

  const small = { preset_name: 'h264', name: 'small', width: '320', height: '240' }
  contract(
    'a new profile',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .post('/profiles.json')
        .form(small)
        .willRespondWith(200, aProfile({ name: 'small', width: 320, height: 240 })),
    (client) => client.signed('POST', '/profiles.json', small),
    expect.objectContaining({ name: 'small', width: 320 }),
  )

  contract(
    'a change of a profile',
    (cloud) =>
      cloud
        .given('a profile exists', { name: 'small' })
        .put('/profiles/{profileId}.json')
        .form({ width: '480' })
        .willRespondWith(200, aProfile({ name: 'small', width: 480 })),
    (client, { profileId }) => client.signed('PUT', `/profiles/${profileId}.json`, { width: '480' }),
    expect.objectContaining({ width: 480 }),
  )

  contract(
    'a deletion of a profile',
    (cloud) => cloud.given('a profile exists').delete('/profiles/{profileId}.json').willRespondWith(200, deleted),
    (client, { profileId }) => client.signed('DELETE', `/profiles/${profileId}.json`),
    { deleted: true },
  )

  contract(
    "a request for a profile's encodings",
    (cloud) =>
      cloud
        .given('a video is encoded')
        .get('/profiles/{profileId}/encodings.json')
        .willRespondWith(200, listOf(anEncoding())),
    (client, { profileId }) => client.signed('GET', `/profiles/${profileId}/encodings.json`),
    [expect.objectContaining({ status: 'success' })],
  )
}
