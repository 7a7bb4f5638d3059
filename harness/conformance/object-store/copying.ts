// Conformance: copies.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, text } from './bytes.ts'
import { refusal } from './refusal.ts'

const source = { bucket: 'films', key: 'a' }
const bytes = madeBytes(400_000)
const properties = { contentType: 'video/mp4', cacheControl: 'no-cache', metadata: { director: 'Varda' } }

export function copying({ store }: Subject): void {
  describe('copies', () => {
    beforeEach(async () => {
      await store().createBucket('films')
      await store().createBucket('archive')
      await store().put('films', 'a', bytes, properties)
    })

    it('have the bytes and the properties of their source, and outlive it', async () => {
      const copied = await store().copy(source, { bucket: 'archive', key: 'b' })
      expect(copied.etag).toBe(md5(bytes))
      await store().delete('films', 'a')
      const { head, body } = await store().get('archive', 'b')
      expect(head).toMatchObject({ bucket: 'archive', key: 'b', size: bytes.length, etag: md5(bytes), ...properties })
      expect(md5(await gather(body))).toBe(md5(bytes))
    })

    it('of an empty object are empty', async () => {
      await store().put('films', 'empty', text(''))
      await store().copy({ bucket: 'films', key: 'empty' }, { bucket: 'archive', key: 'empty' })
      expect(await store().head('archive', 'empty')).toMatchObject({ size: 0, etag: md5(text('')) })
    })

    it('may have other properties, then all of them', async () => {
      await store().copy(
        source,
        { bucket: 'archive', key: 'b' },
        { replace: { contentType: 'text/plain', metadata: { year: '1962' } } },
      )
      const head = await store().head('archive', 'b')
      expect(head).toMatchObject({ contentType: 'text/plain', metadata: { year: '1962' } })
      expect(head.cacheControl).toBeUndefined()
    })

    it('onto itself change what is said of an object and nothing else', async () => {
      await store().copy(source, source, { replace: { contentType: 'text/plain', metadata: { year: '1962' } } })
      const { head, body } = await store().get('films', 'a')
      expect(head).toMatchObject({
        contentType: 'text/plain',
        metadata: { year: '1962' },
        size: bytes.length,
        etag: md5(bytes),
      })
      expect(md5(await gather(body))).toBe(md5(bytes))
    })

    it('replace what is in their place', async () => {
      await store().put('archive', 'b', text('before'))
      await store().copy(source, { bucket: 'archive', key: 'b' })
      expect(md5(await gather((await store().get('archive', 'b')).body))).toBe(md5(bytes))
    })

    it('need a source and a bucket to go to', async () => {
      expect(await refusal(store().copy({ bucket: 'films', key: 'missing' }, source))).toBe('NoSuchKey')
      expect(await refusal(store().copy(source, { bucket: 'none', key: 'a' }))).toBe('NoSuchBucket')
      expect(await refusal(store().copy(source, { bucket: 'films', key: 'x'.repeat(1025) }))).toBe('InvalidKey')
    })

    it('can insist on the version of the source', async () => {
      const { etag } = await store().head('films', 'a')
      await store().copy(source, { bucket: 'archive', key: 'b' }, { sourceIfMatch: etag })
      const stale = store().copy(source, { bucket: 'archive', key: 'c' }, { sourceIfMatch: md5(text('other')) })
      expect(await refusal(stale)).toBe('PreconditionFailed')
      expect(await refusal(store().head('archive', 'c'))).toBe('NoSuchKey')
    })
  })
}
