// The streaming tasks of the S3 provider: RTMP and HLS, open and secure.
import { expect } from 'vitest'
import { duracloud, injected, matching, type PactOptions, plain, taskResult } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'

const host = '[a-z0-9]+\\.cloudfront\\.net'
const aHost = matching(`^${host}$`, 'd1a2b3c4d5e6f7.cloudfront.net')

export function streamingContracts(pact: PactOptions): void {
  const contract = contractsOf(duracloud(pact), storeOf)
  const films = { spaceId: 'films', contentId: 'film.mp4' }
  const streamed = (protocol: 'rtmp' | 'hls', secure: boolean) =>
    ['a space with streaming enabled', { ...films, protocol, secure }] as const

  contract(
    'the task enable-streaming',
    (api) =>
      api
        .given('a space exists', { spaceId: 'films' })
        .post('/task/enable-streaming')
        .json({ spaceId: 'films', secure: false })
        .willRespondWith(
          200,
          plain(taskResult({ result: 'Enable Streaming Task completed successfully', streamingHost: aHost })),
        ),
    (store) => store.task('enable-streaming', { spaceId: 'films', secure: false }),
    expect.objectContaining({ streamingHost: 'd1a2b3c4d5e6f7.cloudfront.net' }),
  )
  contract(
    'the task get-url',
    (api) =>
      api
        .given(...streamed('rtmp', false))
        .post('/task/get-url')
        .json({ ...films, resourcePrefix: 'mp4:' })
        .willRespondWith(
          200,
          plain(
            taskResult({
              streamUrl: matching(
                `^rtmp://${host}/cfx/st/mp4:film\\.mp4$`,
                'rtmp://s1a2b3c4d5e6f7.cloudfront.net/cfx/st/mp4:film.mp4',
              ),
            }),
          ),
        ),
    (store) => store.task('get-url', { ...films, resourcePrefix: 'mp4:' }),
    { streamUrl: 'rtmp://s1a2b3c4d5e6f7.cloudfront.net/cfx/st/mp4:film.mp4' },
  )
  contract(
    'the task get-signed-url',
    (api) =>
      api
        .given(...streamed('rtmp', true))
        .post('/task/get-signed-url')
        .json({ ...films, resourcePrefix: 'mp4:', minutesToExpire: 60, ipAddress: '10.0.0.0/8' })
        .willRespondWith(
          200,
          plain(
            taskResult({
              signedUrl: matching(
                `^rtmp://${host}/cfx/st/mp4:film\\.mp4\\?Policy=[\\w~-]+&Signature=[\\w~-]+&Key-Pair-Id=\\w+$`,
                'rtmp://s1a2b3c4d5e6f7.cloudfront.net/cfx/st/mp4:film.mp4?Policy=a&Signature=b&Key-Pair-Id=APKA0',
              ),
            }),
          ),
        ),
    (store) =>
      store.task('get-signed-url', {
        ...films,
        resourcePrefix: 'mp4:',
        minutesToExpire: 60,
        ipAddress: '10.0.0.0/8',
      }),
    { signedUrl: expect.stringContaining('Key-Pair-Id=APKA0') },
  )
  contract(
    'the task disable-streaming',
    (api) =>
      api
        .given(...streamed('rtmp', false))
        .post('/task/disable-streaming')
        .json({ spaceId: 'films' })
        .willRespondWith(200, plain(taskResult({ result: 'Disable Streaming Task completed successfully' }))),
    (store) => store.task('disable-streaming', { spaceId: 'films' }),
    { result: 'Disable Streaming Task completed successfully' },
  )
  contract(
    'the task delete-streaming',
    (api) =>
      api
        .given(...streamed('rtmp', false))
        .post('/task/delete-streaming')
        .json({ spaceId: 'films' })
        .willRespondWith(200, plain(taskResult({ result: 'Delete Streaming Task completed successfully' }))),
    (store) => store.task('delete-streaming', { spaceId: 'films' }),
    { result: 'Delete Streaming Task completed successfully' },
  )

  const secure = { spaceId: 'films', secure: true, allowedOrigins: ['https://app.example'] }
  contract(
    'the task enable-hls',
    (api) =>
      api
        .given('a space exists', { spaceId: 'films' })
        .post('/task/enable-hls')
        .json(secure)
        .willRespondWith(
          200,
          plain(taskResult({ result: 'enable-hls task completed successfully', streamingHost: aHost })),
        ),
    (store) => store.task('enable-hls', secure),
    expect.objectContaining({ result: 'enable-hls task completed successfully' }),
  )
  contract(
    'the task get-url-hls',
    (api) =>
      api
        .given(...streamed('hls', false))
        .post('/task/get-url-hls')
        .json(films)
        .willRespondWith(
          200,
          plain(
            taskResult({
              streamUrl: matching(`^https://${host}/film\\.mp4$`, 'https://d1a2b3c4d5e6f7.cloudfront.net/film.mp4'),
            }),
          ),
        ),
    (store) => store.task('get-url-hls', films),
    { streamUrl: 'https://d1a2b3c4d5e6f7.cloudfront.net/film.mp4' },
  )
  const cookies = { spaceId: 'films', minutesToExpire: 60, redirectUrl: 'https://app.example/film.m3u8' }
  contract(
    'the task get-signed-cookies-url',
    (api) =>
      api
        .given(...streamed('hls', true))
        .post('/task/get-signed-cookies-url')
        .json(cookies)
        .willRespondWith(
          200,
          plain(
            taskResult({
              signedCookiesUrl: matching(
                `^https://${host}/cookies\\?token=[A-Za-z0-9]{20}$`,
                'https://d1a2b3c4d5e6f7.cloudfront.net/cookies?token=Ab3dEf6hIj9lMn2pQr5t',
              ),
            }),
          ),
        ),
    (store) => store.task('get-signed-cookies-url', cookies),
    { signedCookiesUrl: expect.stringContaining('/cookies?token=') },
  )
  contract(
    'a viewer who fetches cookies',
    (api) =>
      api
        .given('signed cookies were asked for', { spaceId: 'films' })
        .get('/aux/cookies')
        .anonymously()
        .query({ token: injected('token') })
        .willRespondWith(
          200,
          plain(
            `<html><head><meta http-equiv='refresh' content='0;URL="https://app.example/film.m3u8"' /></head></html>`,
            'text/html',
          ),
        ),
    async (_store, { token }, { url }) => (await fetch(`${url}/durastore/aux/cookies?token=${token}`)).text(),
    expect.stringContaining('https://app.example/film.m3u8'),
  )
  contract(
    'the task disable-hls',
    (api) =>
      api
        .given(...streamed('hls', true))
        .post('/task/disable-hls')
        .json({ spaceId: 'films' })
        .willRespondWith(200, plain(taskResult({ result: 'disable-hls task completed successfully' }))),
    (store) => store.task('disable-hls', { spaceId: 'films' }),
    { result: 'disable-hls task completed successfully' },
  )
  contract(
    'the task delete-hls',
    (api) =>
      api
        .given(...streamed('hls', true))
        .post('/task/delete-hls')
        .json({ spaceId: 'films' })
        .willRespondWith(200, plain(taskResult({ result: 'delete-hls task completed successfully' }))),
    (store) => store.task('delete-hls', { spaceId: 'films' }),
    { result: 'delete-hls task completed successfully' },
  )
}
