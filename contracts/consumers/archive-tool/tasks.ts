// Which tasks there are, and those that are about neither streaming nor snapshots.
import { expect } from 'vitest'
import { duracloud, type PactOptions, plain, text, xml } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'

const listOfTasks = (name: string) =>
  xml(`<list><string>${name}</string></list>`, { '$.list.string': text(name), "$.list.string['#text']": text(name) })

export function taskContracts(pact: PactOptions): void {
  const contract = contractsOf(duracloud(pact), storeOf)
  const asRoot = contractsOf(duracloud(pact), (server) => storeOf(server, 'root'))
  const began = 'the account is as it began'

  contract(
    'a request for the tasks of the primary store',
    (api) => api.given(began).get('/task').query({ storeID: '1' }).willRespondWith(200, listOfTasks('noop')),
    (store) => store.tasks('1'),
    ['noop'],
  )
  contract(
    'a request for the tasks of the snapshot store',
    (api) => api.given(began).get('/task').query({ storeID: '2' }).willRespondWith(200, listOfTasks('create-snapshot')),
    (store) => store.tasks('2'),
    ['create-snapshot'],
  )
  contract(
    'a request for the tasks of the Glacier store',
    (api) => api.given(began).get('/task').query({ storeID: '3' }).willRespondWith(200, listOfTasks('restore-content')),
    (store) => store.tasks('3'),
    ['restore-content'],
  )
  contract(
    'the task noop',
    (api) => api.given(began).post('/task/noop').willRespondWith(200, plain('Success')),
    (store) => store.task('noop', undefined),
    'Success',
  )
  const policy = { spaceId: 'letters', storageClass: 'STANDARD_IA', daysToTransition: 30 }
  asRoot(
    'the task set-storage-policy',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .post('/task/set-storage-policy')
        .as('root')
        .json(policy)
        .willRespondWith(
          200,
          plain(
            'Successfully set storage policy on space letters to move content to StandardInfrequentAccess after 30 days',
          ),
        ),
    (store) => store.task('set-storage-policy', policy),
    expect.stringContaining('StandardInfrequentAccess after 30 days'),
  )
  asRoot(
    'the task restore-content',
    (api) =>
      api
        .given('an item is in Glacier', { spaceId: 'letters', contentId: '1900/may.txt' })
        .post('/task/restore-content')
        .as('root')
        .query({ storeID: '3' })
        .text('letters/1900/may.txt')
        .willRespondWith(200, plain('Request to restore content item 1900/may.txt in space letters was successful.')),
    (store) => store.text('POST', '/task/restore-content', { storeId: '3', ...asText('letters/1900/may.txt') }),
    expect.stringContaining('was successful'),
  )
  asRoot.refused(
    'the task restore-content, once more',
    (api) =>
      api
        .given('an item of Glacier is on its way', { spaceId: 'letters', contentId: 'may.txt' })
        .post('/task/restore-content')
        .as('root')
        .query({ storeID: '3' })
        .text('letters/may.txt')
        .willRespondWith(409, plain('Restore is already in progress for letters/may.txt')),
    (store) => store.text('POST', '/task/restore-content', { storeId: '3', ...asText('letters/may.txt') }),
    { status: 409, message: 'Restore is already in progress for letters/may.txt' },
  )
}

const asText = (body: string) => ({ headers: { 'Content-Type': 'text/plain' }, body })
