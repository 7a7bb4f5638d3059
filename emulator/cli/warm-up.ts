// What the first answer does without is loaded soon after it, so that no later one has to wait for much.
import { flushCompileCache } from 'node:module'
import { loadService, s3, services } from '../service.ts'
import { Timer } from '../time/timer.ts'

/** Whoever waited for the double to be ready asks by then, ms. */
const delay = 150

/** Loads in the order in which it is likely to be asked for, and lets requests pass in between. Keeps no process alive. */
export function warmUp(): void {
  setImmediate(keepCompiled)
  const steps = [
    () => import('../platform/node-adaptor.ts'),
    ...[...services, s3].map((service) => () => loadService(service)),
    () => import('../control/app.ts'),
    async () => keepCompiled(),
  ]
  const timer = new Timer()
  const next = (): void => {
    // What cannot be loaded says so to the request that needs it.
    void steps.shift()?.().then(later, later)
  }
  const later = (): void => {
    if (steps.length > 0) timer.set(1, next)
  }
  timer.set(delay, next)
}

/** The next start reads compiled code, also when this one is killed. */
function keepCompiled(): void {
  flushCompileCache?.()
}
