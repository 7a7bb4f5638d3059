// docs/scenarios.md says what there is, and what it shows runs.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { loadScenario, scenarioNames } from '../fixtures/scenarios/index.ts'
import { startCli } from './cli-process.ts'
import { documentBlock, root } from './readme-blocks.ts'

const path = 'docs/scenarios.md'

it('lists every scenario in its own words', async () => {
  const text = await readFile(root + path, 'utf8')
  const listed = [...text.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, name, description]) => ({
    name,
    description,
  }))
  const known = await Promise.all(
    scenarioNames.map(async (name) => ({ name, description: (await loadScenario(name)).description })),
  )
  expect(listed).toEqual(known)
})

it.each([
  ['own-scenario', 'premiere.ts'],
  ['own-scenario-json', 'premiere.json'],
])('its block %s is a scenario to begin with', async (name, fileName) => {
  const file = `${root}.cache/scenarios/${fileName}`
  await mkdir(`${root}.cache/scenarios`, { recursive: true })
  await writeFile(file, await documentBlock(path, name))
  await using double = startCli(['start', '--port', '0', '--s3-port', '0', '--log', 'json', '--scenario', file])
  const { url } = await double.event('ready')
  const joined = await fetch(`${String(url)}/_stuntdouble/stream/calls/default/party/participants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"user_id":"somebody"}',
  })
  const { participants } = (await joined.json()) as { participants: { userId: string }[] }
  expect(participants.map(({ userId }) => userId)).toEqual(expect.arrayContaining(['ada', 'somebody']))
})
