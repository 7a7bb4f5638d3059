// What a client submits to a workflow, checked against what the workflow asks for; all that is wrong is said at once.
import type { World } from '../../../world.ts'
import { plainText } from '../../../plain-text.ts'
import { isObject } from '../input.ts'
import { Fields } from '../stores/fields.ts'
import { type Store, stores } from '../stores/model.ts'
import type { NewJob } from './create-job.ts'
import { folderProblem } from './folder-offset.ts'
import type { Workflow } from './model.ts'
import { checkSourceUrl, reach, Unreachable } from './sources.ts'
import { typeProblem } from './variables.ts'

/** @throws {ListedErrors} 422 */
export async function readSubmission(
  world: World,
  workflow: Workflow,
  body: Readonly<Record<string, unknown>>,
): Promise<NewJob> {
  const fields = new Fields(body)
  const name = fields.text('name', { max: 255 }) ?? workflow.name
  const inputs = fields.object('inputs') ?? {}
  const variables = readVariables(fields, workflow, member(fields, inputs, 'variables'))
  const storage = readStorage(world, fields, workflow, inputs)
  const sources = await readSources(world, fields, workflow, member(fields, inputs, 'sources'))
  fields.end()
  return { name, variables, sources, storage }
}

/**
 * The documents: every variable that a workflow advertises must be sent, for its default is not applied. Others are passed on: the
 * workflow does not look at them.
 */
function readVariables(
  fields: Fields,
  { variables }: Workflow,
  sent: Record<string, unknown>,
): Record<string, unknown> {
  for (const [name, { typecode }] of Object.entries(variables)) {
    const field = `inputs.variables.${name}`
    const value = own(sent, name)
    if (value === undefined || value === null) fields.refuse(field, 'must be sent: defaults are not applied')
    else {
      const problem = typeProblem(typecode, value)
      if (problem !== undefined) fields.refuse(field, problem)
    }
  }
  return sent
}

async function readSources(
  world: World,
  fields: Fields,
  { sources }: Workflow,
  sent: Record<string, unknown>,
): Promise<Record<string, string>> {
  const read: Record<string, string> = {}
  for (const name of Object.keys(sent))
    if (!Object.hasOwn(sources, name))
      fields.refuse(`inputs.sources.${name}`, `is not known; the workflow takes ${listed(Object.keys(sources))}`)
  for (const name of Object.keys(sources)) {
    const field = `inputs.sources.${name}`
    const url = own(sent, name)
    if (url === undefined || url === null) {
      fields.refuse(field, 'must be sent')
      continue
    }
    try {
      checkSourceUrl(url)
      await reach(world, url)
      read[name] = url
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      fields.refuse(field, error.message.startsWith('must ') ? error.message : `cannot be reached: ${error.message}`)
    }
  }
  return read
}

function readStorage(
  world: World,
  fields: Fields,
  workflow: Workflow,
  inputs: Record<string, unknown>,
): NewJob['storage'] {
  const read: NewJob['storage'] = {}
  const sent = fields.object('storage_references') ?? {}
  if (own(inputs, 'storage_references') !== undefined)
    fields.refuse('inputs.storage_references', 'belongs beside inputs, not into them')
  const known = Object.keys(workflow.storageReferences)
  for (const id of Object.keys(sent))
    if (!known.includes(id))
      fields.refuse(`storage_references.${id}`, `is not known; the workflow has ${listed(known)}`)
  for (const id of known) {
    const field = `storage_references.${id}`
    const reference = own(sent, id)
    if (!isObject(reference)) fields.refuse(field, 'must be sent, as {"store_id": …, "folder_offset": …}')
    else {
      const store = readStore(world, fields, field, own(reference, 'store_id'))
      const folderOffset = own(reference, 'folder_offset') ?? null
      const problem = folderOffset === null ? undefined : folderProblem(folderOffset)
      if (problem !== undefined) fields.refuse(`${field}.folder_offset`, problem)
      if (store) read[id] = { store, folderOffset: folderOffset === null ? null : plainText(folderOffset) }
    }
  }
  return read
}

function readStore(world: World, fields: Fields, field: string, id: unknown): Store | undefined {
  if (typeof id !== 'string' || id === '') return fields.refuse(`${field}.store_id`, 'must be the id of a store')
  return world.state.table(stores).get(id) ?? fields.refuse(`${field}.store_id`, `Couldn't find Store with ID=${id}`)
}

function member(fields: Fields, inputs: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = own(inputs, name) ?? {}
  if (isObject(value)) return value
  fields.refuse(`inputs.${name}`, 'must be an object')
  return {}
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
