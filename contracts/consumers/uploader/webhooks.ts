// What a factory tells the uploader.
import { expect, it } from 'vitest'
import { eachLike, hexId, matching, type PactOptions, telestreamWebhooks } from '../../../harness/pact/index.ts'
import { readEvent } from './client.ts'

export function webhookContracts(pact: PactOptions): void {
  const factory = telestreamWebhooks(pact)

  it.each(['video-created', 'video-encoded'])('understands %s', async (event) => {
    const told = factory
      .given('a webhook will be sent', { event })
      .event(event, { video_id: hexId(), encoding_ids: eachLike(hexId('2f8760b7e0d4c7dbe609b5872be9bc3b')) })
    await told.test(async (request) => {
      const { event: name, fields } = await readEvent(request)
      expect([name, fields.get('video_id'), fields.get('encoding_ids[0]')]).toEqual([
        event,
        'd891d9a45c698d587831466f236c6c6c',
        '2f8760b7e0d4c7dbe609b5872be9bc3b',
      ])
    })
  })

  it('understands encoding-progress', async () => {
    const told = factory
      .given('a webhook will be sent', { event: 'encoding-progress' })
      .event('encoding-progress', { encoding_id: hexId(), progress: matching('^\\d{1,3}$', '42') })
    await told.test(async (request) => {
      expect((await readEvent(request)).fields.get('progress')).toBe('42')
    })
  })

  it('understands encoding-complete', async () => {
    const told = factory
      .given('a webhook will be sent', { event: 'encoding-complete' })
      .event('encoding-complete', { encoding_id: hexId(), video_id: hexId() })
    await told.test(async (request) => {
      expect(await readEvent(request)).toMatchObject({ event: 'encoding-complete' })
    })
  })
}
