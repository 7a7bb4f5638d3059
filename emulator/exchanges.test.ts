import { channel } from 'node:diagnostics_channel'
import { afterEach, describe, expect, it } from 'vitest'
import { duraCloudClient } from '../harness/duracloud-client.ts'
import { createEmulator } from './index.ts'
import type { Recorded } from './journal.ts'

const exchanges = channel('stuntdouble:exchange')
let heard: Recorded[] = []
const listener = (message: unknown): void => void heard.push(message as Recorded)

afterEach(() => {
  exchanges.unsubscribe(listener)
  heard = []
})

describe('what a double answers', () => {
  it('is told to whoever subscribes to the channel of its process, whichever double it is', async () => {
    exchanges.subscribe(listener)
    await using one = await createEmulator()
    await using other = await createEmulator()
    for (const double of [one, other]) await duraCloudClient(double, double.worlds.main, 'root').get('/spaces')
    expect(heard).toMatchObject(
      [one, other].map(() => ({ service: 'duracloud', operation: 'spaces.list', method: 'GET', status: 200 })),
    )
    expect(heard[0]?.url).toBe(`${one.url}/durastore/spaces`)
  })

  it('is told to nobody else', async () => {
    exchanges.subscribe(listener)
    exchanges.unsubscribe(listener)
    await using double = await createEmulator()
    await duraCloudClient(double, double.worlds.main, 'root').get('/spaces')
    expect(heard).toEqual([])
  })
})
