// What the archive tool relies on: every task of DuraCloud, and the spaces and content that they are about, as a contract.
import { describe } from 'vitest'
import { pactOf } from '../committed-pact.ts'
import { contentContracts } from './content.ts'
import { refusalContracts } from './refusals.ts'
import { snapshotContracts } from './snapshots.ts'
import { spaceContracts } from './spaces.ts'
import { streamingContracts } from './streaming.ts'
import { taskContracts } from './tasks.ts'

const pact = pactOf('archive-tool')

describe('tasks of every provider', () => {
  taskContracts(pact.part())
})
describe('streaming', () => {
  streamingContracts(pact.part())
})
describe('snapshots', () => {
  snapshotContracts(pact.part())
})
describe('spaces', () => {
  spaceContracts(pact.part())
})
describe('content', () => {
  contentContracts(pact.part())
})
describe('refusals', () => {
  refusalContracts(pact.part())
})

pact.itIsCommitted('duracloud')
