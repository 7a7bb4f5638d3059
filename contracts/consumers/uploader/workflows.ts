// Hosted workflows 2.0: the workflow of the documents, and its jobs.
import { expect } from 'vitest'
import {
  eachLike,
  integer,
  like,
  matching,
  type PactOptions,
  rfc3339,
  text,
  workflows,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

const id = (example: string) => matching('^\\w+$', example)

const aWorkflow = {
  id: id('912d15b040e2d3f784e9ea89d5b2bee2'),
  name: text('API Example'),
  input: {
    variables: like({ 'Video Height': { name: 'Video Height', typecode: 'Int32', default: '480', value: '480' } }),
    sources: like({ Original: { name: 'Original', description: 'The original version' } }),
    storage_references: like({ '9dff864e-045c-4b58-8cb1-12221bd89c6b': { name: 'IPTV Flip' } }),
  },
}

const aJob = {
  id: id('0b9f1c7e5d3a42868f6e4d2c1b0a9988'),
  workflow_id: id('912d15b040e2d3f784e9ea89d5b2bee2'),
  name: text('Test API'),
  status: 'in_progress',
  progress: integer(0),
  created_at: rfc3339(),
}

const submission = {
  name: 'Test API',
  inputs: {
    variables: { 'Video Height': '360', 'Video Width': '640' },
    sources: { Original: 'https://johnkoctopus.s3-us-west-1.amazonaws.com/demo1.mpg' },
  },
  storage_references: {
    '9dff864e-045c-4b58-8cb1-12221bd89c6b': {
      store_id: '240f042bfc4bee58a965c7d79e17c45c',
      folder_offset: '/folder1/project1/',
    },
  },
}

export function workflowContracts(pact: PactOptions): void {
  const contract = contractsOf(workflows(pact), clientOf)
  const began = 'the factory is as it began'
  const theirs = '/workflows/912d15b040e2d3f784e9ea89d5b2bee2'

  contract(
    'the hosted workflows',
    (api) =>
      api
        .given(began)
        .get('/workflows')
        .willRespondWith(200, eachLike({ id: aWorkflow.id, name: aWorkflow.name })),
    (client) => client.workflows('GET', '/workflows'),
    [{ id: '912d15b040e2d3f784e9ea89d5b2bee2', name: 'API Example' }],
  )
  contract(
    'a hosted workflow',
    (api) => api.given(began).get(theirs).willRespondWith(200, aWorkflow),
    (client) => client.workflows('GET', theirs),
    expect.objectContaining({ name: 'API Example' }),
  )
  contract(
    'a job for a hosted workflow',
    (api) => api.given(began).post(`${theirs}/workflow-jobs`).json(submission).willRespondWith(200, aJob),
    (client) => client.workflows('POST', `${theirs}/workflow-jobs`, submission),
    expect.objectContaining({ status: 'in_progress' }),
  )
  contract(
    'the jobs of a hosted workflow',
    (api) =>
      api
        .given('a workflow job is running')
        .get('/workflows/{workflowId}/workflow-jobs')
        .willRespondWith(200, eachLike(aJob)),
    (client, { workflowId }) => client.workflows('GET', `/workflows/${workflowId}/workflow-jobs`),
    [expect.objectContaining({ name: 'Test API' })],
  )
  contract(
    'a job of a hosted workflow',
    (api) =>
      api
        .given('a workflow job is running')
        .get('/workflows/{workflowId}/workflow-jobs/{jobId}')
        .willRespondWith(200, aJob),
    (client, { workflowId, jobId }) => client.workflows('GET', `/workflows/${workflowId}/workflow-jobs/${jobId}`),
    expect.objectContaining({ status: 'in_progress' }),
  )
  contract(
    'the progress of a job',
    (api) =>
      api
        .given('a workflow job is running')
        .get('/workflows/{workflowId}/workflow-jobs/{jobId}/progress')
        .willRespondWith(200, { status: 'in_progress', progress: integer(0) }),
    (client, { workflowId, jobId }) =>
      client.workflows('GET', `/workflows/${workflowId}/workflow-jobs/${jobId}/progress`),
    { status: 'in_progress', progress: 0 },
  )
  contract.refused(
    'a job without its variables',
    (api) =>
      api
        .given(began)
        .post(`${theirs}/workflow-jobs`)
        .json({ name: 'Test API', inputs: { variables: {}, sources: {} }, storage_references: {} })
        .willRespondWith(422, { errors: eachLike({ field: text('inputs.variables.Video Height'), message: text() }) }),
    (client) =>
      client.workflows('POST', `${theirs}/workflow-jobs`, {
        name: 'Test API',
        inputs: { variables: {}, sources: {} },
        storage_references: {},
      }),
    { status: 422 },
  )
  contract.refused(
    'a hosted workflow that nobody has',
    (api) =>
      api
        .given(began)
        .get('/workflows/nobody')
        .willRespondWith(404, { errors: eachLike({ field: text('id'), message: text() }) }),
    (client) => client.workflows('GET', '/workflows/nobody'),
    { status: 404 },
  )
}
