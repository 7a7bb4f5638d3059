// Call types, which say where the recordings of their calls go.
import { expect } from 'vitest'
import { aCallType, done, like, type PactOptions, stream } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

export function callTypeContracts(pact: PactOptions): void {
  const contract = contractsOf(stream(pact), recorderOf)

  contract(
    'a request for the call types',
    (api) =>
      api
        .given('the app is as it began')
        .get('/video/calltypes')
        .willRespondWith(
          200,
          done({
            call_types: {
              default: aCallType({ name: 'default' }),
              livestream: aCallType({ name: 'livestream' }),
            },
          }),
        ),
    async (recorder) => Object.keys((await recorder.stream.video.listCallTypes()).call_types),
    ['default', 'livestream'],
  )
  contract(
    'a request for a call type',
    (api) =>
      api
        .given('a call type exists', { name: 'recorded', storage: 'my-s3' })
        .get('/video/calltypes/recorded')
        .willRespondWith(200, done(aCallType({ name: 'recorded', external_storage: 'my-s3' }))),
    (recorder) => recorder.stream.video.getCallType({ name: 'recorded' }),
    expect.objectContaining({ external_storage: 'my-s3' }),
  )
  const recorded = {
    name: 'recorded',
    external_storage: 'my-s3',
    settings: { recording: { mode: 'auto-on', quality: '720p' } },
  } as const
  contract(
    'a new call type whose calls are recorded',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .post('/video/calltypes')
        .json(recorded)
        .willRespondWith(
          201,
          done(
            aCallType({
              name: 'recorded',
              external_storage: 'my-s3',
              settings: { recording: { mode: 'auto-on', quality: '720p', audio_only: false } },
            }),
          ),
        ),
    (recorder) => recorder.stream.video.createCallType(recorded),
    expect.objectContaining({ name: 'recorded', external_storage: 'my-s3' }),
  )
  contract(
    'another storage for a call type',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .given('a call type exists', { name: 'recorded' })
        .put('/video/calltypes/recorded')
        .json({ external_storage: 'my-s3' })
        .willRespondWith(201, done(aCallType({ name: 'recorded', external_storage: 'my-s3' }))),
    (recorder) => recorder.stream.video.updateCallType({ name: 'recorded', external_storage: 'my-s3' }),
    expect.objectContaining({ external_storage: 'my-s3' }),
  )
  contract(
    'other rights for the callers of a call type',
    (api) =>
      api
        .given('a call type exists', { name: 'recorded' })
        .put('/video/calltypes/recorded')
        .json({ grants: { host: ['join-backstage'] } })
        .willRespondWith(
          201,
          done(aCallType({ name: 'recorded', grants: { host: ['join-backstage'], user: like(['join-call']) } })),
        ),
    async (recorder) =>
      (await recorder.stream.video.updateCallType({ name: 'recorded', grants: { host: ['join-backstage'] } })).grants
        .host,
    ['join-backstage'],
  )
  contract(
    'a deletion of a call type',
    (api) =>
      api
        .given('a call type exists', { name: 'recorded' })
        .delete('/video/calltypes/recorded')
        .willRespondWith(200, done()),
    (recorder) => recorder.stream.video.deleteCallType({ name: 'recorded' }),
    expect.objectContaining({ duration: '12.34ms' }),
  )
}
