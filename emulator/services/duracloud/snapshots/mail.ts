// The bridge's e-mails: nobody gets them, the journal has them.
import type { World } from '../../../world.ts'

export function sendMail(world: World, to: string, subject: string, text: string): void {
  world.journal.record({
    at: world.clock.now(),
    service: 'duracloud',
    operation: 'bridge.mail',
    direction: 'out',
    method: 'MAIL',
    url: `mailto:${to}`,
    // SMTP's "requested mail action okay".
    status: 250,
    requestHeaders: [['subject', subject]],
    requestBody: text,
    responseHeaders: [],
    durationMs: 0,
  })
}

/** Whoever runs the preservation system. */
export const administrators = 'snapshot-admins@example.org'
