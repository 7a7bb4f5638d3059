// What the uploader relies on: every operation of Telestream Cloud that it uses, as a contract.
import { describe } from 'vitest'
import { pactOf } from '../committed-pact.ts'
import { encodingContracts } from './encodings.ts'
import { factoryContracts } from './factories.ts'
import { flipContracts } from './flip.ts'
import { profileContracts } from './profiles.ts'
import { refusalContracts } from './refusals.ts'
import { storeContracts } from './stores.ts'
import { uploadContracts } from './uploads.ts'
import { videoContracts } from './videos.ts'
import { webhookContracts } from './webhooks.ts'
import { workflowContracts } from './workflows.ts'

const pact = pactOf('uploader')

describe('videos', () => {
  videoContracts(pact.part())
})
describe('encodings', () => {
  encodingContracts(pact.part())
})
describe('profiles', () => {
  profileContracts(pact.part())
})
describe('factories and clouds', () => {
  factoryContracts(pact.part())
})
describe('uploads', () => {
  uploadContracts(pact.part())
})
describe('Flip', () => {
  flipContracts(pact.part())
})
describe('stores', () => {
  storeContracts(pact.part())
})
describe('hosted workflows', () => {
  workflowContracts(pact.part())
})
describe('refusals', () => {
  refusalContracts(pact.part())
})
describe('webhooks', () => {
  webhookContracts(pact.part())
})

pact.itIsCommitted('telestream-cloud')
