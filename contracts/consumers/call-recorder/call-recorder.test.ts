// What the call recorder relies on: storages, call types, calls and what is kept of them, as a contract with Stream.
import { describe } from 'vitest'
import { pactOf } from '../committed-pact.ts'
import { callContracts } from './calls.ts'
import { callTypeContracts } from './call-types.ts'
import { legacyContracts } from './legacy.ts'
import { recordingContracts } from './recordings.ts'
import { refusalContracts } from './refusals.ts'
import { storageContracts } from './storages.ts'
import { transcriptionContracts } from './transcriptions.ts'
import { webhookContracts } from './webhooks.ts'

const pact = pactOf('call-recorder')

describe('external storages', () => {
  storageContracts(pact.part())
})
describe('call types', () => {
  callTypeContracts(pact.part())
})
describe('calls', () => {
  callContracts(pact.part())
})
describe('recordings', () => {
  recordingContracts(pact.part())
})
describe('transcriptions', () => {
  transcriptionContracts(pact.part())
})
describe('refusals', () => {
  refusalContracts(pact.part())
})
describe("the documents' curl lines", () => {
  legacyContracts(pact.part())
})
describe('webhooks', () => {
  webhookContracts(pact.part())
})

pact.itIsCommitted('stream-video')
