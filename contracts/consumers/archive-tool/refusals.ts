// What the archive tool is refused.
import { duracloud, matching, type PactOptions, plain } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'
import { DuraStore } from './client.ts'

const challenge = { 'WWW-Authenticate': 'Basic realm="DuraCloud:DuraStore"' }

export function refusalContracts(pact: PactOptions): void {
  const { refused } = contractsOf(duracloud(pact), storeOf)
  const began = 'the account is as it began'

  refused(
    'a task with a wrong password',
    (api) => api.given('the client has the wrong secret').post('/task/noop').willRespondWith(401, undefined, challenge),
    (store) => store.task('noop', undefined),
    { status: 401 },
  )
  refused(
    'a task of nobody in particular',
    (api) => api.given(began).post('/task/noop').anonymously().willRespondWith(401, undefined, challenge),
    (_store, _values, { url }) => new DuraStore({ url, username: '', password: '' }).task('noop', undefined),
    { status: 401 },
  )
  refused(
    'a task that takes an administrator',
    (api) => api.given(began).post('/task/noop').as('user').willRespondWith(403),
    (_store, _values, server) => storeOf(server, 'user').task('noop', undefined),
    { status: 403 },
  )
  refused(
    'a task that is none',
    (api) =>
      api
        .given(began)
        .post('/task/unsupported-task')
        .willRespondWith(400, plain('unsupported-task is not a supported task.')),
    (store) => store.task('unsupported-task', undefined),
    { status: 400, message: 'unsupported-task is not a supported task.' },
  )
  refused(
    'a task of another store',
    (api) =>
      api
        .given(began)
        .post('/task/create-snapshot')
        .query({ storeID: '1' })
        .json({ spaceId: 'my-space' })
        .willRespondWith(400, plain('create-snapshot is not a supported task.')),
    (store) => store.task('create-snapshot', { spaceId: 'my-space' }, '1'),
    { status: 400 },
  )
  refused(
    'a task about no space',
    (api) =>
      api
        .given(began)
        .post('/task/enable-hls')
        .json({ spaceId: '' })
        .willRespondWith(500, plain('Task parameter values may not be empty')),
    (store) => store.task('enable-hls', { spaceId: '' }),
    { status: 500, message: 'Task parameter values may not be empty' },
  )
  refused(
    'a task about a space that is missing',
    (api) =>
      api
        .given(began)
        .post('/task/enable-hls')
        .json({ spaceId: 'nope' })
        .willRespondWith(500, plain('No S3 bucket found matching spaceID: nope')),
    (store) => store.task('enable-hls', { spaceId: 'nope' }),
    { status: 500 },
  )
  refused(
    'a task with a field too many',
    (api) =>
      api
        .given(began)
        .post('/task/enable-hls')
        .json({ spaceId: 'my-videos', bogus: 1 })
        .willRespondWith(
          500,
          plain(
            matching(
              '^Unable to parse task parameters due to: Unrecognized field "bogus"[\\s\\S]*$',
              'Unable to parse task parameters due to: Unrecognized field "bogus"',
            ),
          ),
        ),
    (store) => store.task('enable-hls', { spaceId: 'my-videos', bogus: 1 }),
    { status: 500 },
  )
  refused(
    'a URL of a space that does not stream',
    (api) =>
      api
        .given('a space exists', { spaceId: 'films' })
        .post('/task/get-url-hls')
        .json({ spaceId: 'films', contentId: 'film.mp4' })
        .willRespondWith(
          400,
          plain(
            'Execution of task get-url-hls is not supported as requested. The get-url-hls task can only be used after a space has been configured to enable HLS streaming. Use enable-hls to enable HLS streaming on this space.',
          ),
        ),
    (store) => store.task('get-url-hls', { spaceId: 'films', contentId: 'film.mp4' }),
    { status: 400 },
  )
  refused(
    'a name that no space may have',
    (api) =>
      api
        .given(began)
        .put('/Letters')
        .willRespondWith(400, plain('Only lowercase letters, numbers, periods, and dashes may be used in a Space ID')),
    (store) => store.text('PUT', '/Letters'),
    { status: 400 },
  )
  refused(
    'a space that is missing',
    (api) => api.given(began).get('/nope').willRespondWith(404),
    (store) => store.space('nope'),
    { status: 404 },
  )
}
