// What the first answer does without is loaded soon after it, so that no later one has to wait for much.
import { flushCompileCache } from 'node:module'
import { loadService, s3, services } from '../service.ts'

/** Whoever waited for the double to be ready asks by then, ms. */
const delay = 150

/** Loads in the order in which it is likely to be asked for, and lets requests pass in between. Keeps no process alive. */
export function warmUp(): void {
  const steps = [
    () => import('../platform/node-adaptor.ts'),
    ...[...services, s3].map((service) => () => loadService(service)),
    () => import('../control/app.ts'),
    // The next start reads compiled code, also when this one is killed.
    async () => flushCompileCache?.(),
  ]
  const next = (): void => {
    void steps.shift()?.().then(later)
  }
  const later = (): void => {
    if (steps.length > 0) setTimeout(next, 1).unref()
  }
  setTimeout(next, delay).unref()
}
