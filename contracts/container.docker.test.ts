// The committed contracts are kept by a container too: each interaction in a world of its own there.
import { beforeAll, expect, it } from 'vitest'
import { buildImage } from '../harness/container/docker.ts'
import { runDouble } from '../harness/container/double-container.ts'
import { runCli } from '../harness/cli-process.ts'

let image: string
beforeAll(async () => {
  image = await buildImage('slim')
})

interface Report {
  summary: { kept: number; broken: number; skipped: number }
  pacts: { consumer: string; interactions: { description: string; status: string; differences: string[] }[] }[]
}

it('keeps every contract', async () => {
  await using double = await runDouble(image)
  const { stdout, stderr, status } = await runCli([
    'verify',
    'contracts/pacts',
    '--provider-url',
    double.url,
    '--reporter',
    'json',
  ])
  expect(stderr).toBe('')
  const { summary, pacts } = JSON.parse(stdout) as Report
  const others = pacts.flatMap(({ interactions }) => interactions.filter((one) => one.status !== 'kept'))
  expect(others.map(({ description, differences }) => [description, ...differences])).toEqual([])
  expect(summary.kept).toBeGreaterThan(200)
  expect(status).toBe(0)
  const { worlds } = (await (await fetch(`${double.url}/_stuntdouble/worlds`)).json()) as { worlds: { name: string }[] }
  expect(worlds.map(({ name }) => name)).toEqual(['main'])
})

it('answers other verifiers’ states', async () => {
  await using double = await runDouble(image)
  const answer = await fetch(`${double.url}/_stuntdouble/states`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ consumer: 'anybody', state: 'a video exists', params: {}, action: 'setup' }),
  })
  expect(await answer.json()).toMatchObject({ accessKey: 'your-access-key', videoId: expect.any(String) })
})
