// What a factory tells its owner's application: forms without a signature.
import type { PactOptions } from './file.ts'
import { formBody } from '../../contracts/verify/form-fields.ts'
import { Webhooks } from './webhooks.ts'

const contentType = 'application/x-www-form-urlencoded'

/**
 * The events of a factory: `video-created`, `video-encoded`, `encoding-progress`, `encoding-complete`. Receivers get them as web forms; in the
 * pact file stand their fields as JSON.
 *
 * @example
 * await telestreamWebhooks({ consumer: 'uploader' })
 *   .given('a webhook will be sent', { event: 'encoding-complete' })
 *   .event('encoding-complete', { encoding_id: hexId(), video_id: hexId() })
 *   .test((request) => receiver.handle(request))
 */
export function telestreamWebhooks(options: PactOptions): Webhooks {
  return new Webhooks(
    {
      provider: 'telestream-cloud',
      contents: (event, fields) => ({ event, ...fields }),
      metadata: { deliveredAs: contentType },
      request: (body, url) =>
        new Request(url, { method: 'POST', headers: { 'content-type': contentType }, body: formBody(body) }),
    },
    options,
  )
}
