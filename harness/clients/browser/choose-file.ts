// What the user does in the page of an application that takes videos, and what the page then has to tell.
import type { Page } from 'playwright-core'
import type { Uploader } from './page/uploader.ts'

/** Opens the page and picks a file: the upload begins by itself. */
export async function chooseFile(page: Page, site: { url: string }, file: { path: string }): Promise<void> {
  await page.goto(site.url)
  await page.setInputFiles('#file', file.path)
}

/** Waits until the page is in this state, or has failed. */
export async function reached(page: Page, state: Uploader['state']): Promise<Uploader> {
  await page.waitForFunction((wanted) => [wanted, 'failed'].includes(window.uploader.state), state)
  return page.evaluate(() => window.uploader)
}
