// A suite of behaviours of a page in Chromium; each test has a double, and a browser session, of its own.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { z } from 'zod'
import type { JournalEntry } from '../../../emulator/index.ts'
import { controlClient } from '../../control-client.ts'
import { type TelestreamClient, telestreamClient } from '../../telestream-client.ts'
import { type RunningDouble, startDouble } from '../running-double.ts'
import { findToolchain } from '../toolchains.ts'
import { type Chromium, launchChromium } from './chromium.ts'

export interface Stage {
  double: RunningDouble
  /** Signs as an application's server does. @param url another address of the double */
  client(url?: string): TelestreamClient
  /** An empty page. */
  page: Page
  /** Requests whose URL has this part, oldest first, as the double saw them. */
  journal(path: string): Promise<JournalEntry[]>
  /** Lets all the work of the double be done, as if the time that it takes had passed. */
  idle(): Promise<void>
}

const mainWorld = z.object({
  credentials: z.object({
    telestream: z.object({ accessKey: z.string(), secretKey: z.string(), factoryId: z.string() }),
  }),
})

/** Declares `tests`, which show as skipped where there is no Chromium; `npm run test:clients` says so, and fails in CI. */
export async function describeInChromium(title: string, tests: (stage: () => Stage) => void): Promise<void> {
  const toolchain = await findToolchain('chromium')
  describe.skipIf(!toolchain)(`${title}, in chromium`, { timeout: 60_000 }, () => {
    let chromium: Chromium | undefined
    let stage: Stage

    beforeAll(async () => {
      if (toolchain) chromium = await launchChromium(toolchain)
    })
    afterAll(() => chromium?.[Symbol.asyncDispose]())

    beforeEach(async () => {
      if (!chromium) throw new Error('there is no browser')
      const context = await chromium.browser.newContext()
      // ms
      context.setDefaultTimeout(20_000)
      stage = await setStage(await context.newPage())
    })
    afterEach(async () => {
      await stage.page.context().close()
      await stage.double[Symbol.asyncDispose]()
      expect(stage.double.problems).toEqual([])
    })

    tests(() => stage)
  })
}

async function setStage(page: Page): Promise<Stage> {
  const double = await startDouble()
  const control = controlClient({ fetch, url: double.url })
  const { telestream } = mainWorld.parse((await control.call('GET', '/worlds/main')).body).credentials
  return {
    double,
    page,
    client: (url = double.url) => telestreamClient({ fetch, url, credentials: telestream, now: () => Date.now() }),
    async journal(path) {
      const query = new URLSearchParams({ path })
      const { body } = await control.call<{ entries: JournalEntry[] }>('GET', `/journal?${query}`)
      return body.entries.toReversed()
    },
    async idle() {
      expect(await control.call('POST', '/clock/advance', { until: 'idle' })).toMatchObject({ status: 200 })
    },
  }
}
