// Conformance: buckets.
import { describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { text } from './bytes.ts'
import { refusal } from './refusal.ts'

export function buckets({ store }: Subject): void {
  describe('buckets', () => {
    it('are made, found, listed by name and deleted', async () => {
      await store().createBucket('stills')
      await store().createBucket('films', { region: 'eu-west-1', publicRead: true })
      expect(await store().headBucket('films')).toMatchObject({ name: 'films', region: 'eu-west-1', publicRead: true })
      expect(await store().headBucket('stills')).toMatchObject({ name: 'stills', publicRead: false })
      expect((await store().listBuckets()).map((bucket) => bucket.name)).toEqual(['films', 'stills'])
      await store().deleteBucket('films')
      expect((await store().listBuckets()).map((bucket) => bucket.name)).toEqual(['stills'])
    })

    it('can be made public and private again', async () => {
      await store().createBucket('films')
      expect(await store().updateBucket('films', { publicRead: true })).toMatchObject({ publicRead: true })
      expect(await store().headBucket('films')).toMatchObject({ name: 'films', publicRead: true })
      await store().updateBucket('films', { publicRead: false })
      expect(await store().headBucket('films')).toMatchObject({ publicRead: false })
    })

    it('exist once', async () => {
      await store().createBucket('films')
      expect(await refusal(store().createBucket('films'))).toBe('BucketAlreadyExists')
    })

    it('are not deleted while they hold an object', async () => {
      await store().createBucket('films')
      await store().put('films', 'a', text('a'))
      expect(await refusal(store().deleteBucket('films'))).toBe('BucketNotEmpty')
      await store().delete('films', 'a')
      await store().deleteBucket('films')
      expect(await refusal(store().headBucket('films'))).toBe('NoSuchBucket')
    })

    it('are told by every call when there is none', async () => {
      const upload = { id: 'none', bucket: 'none', key: 'a' }
      const calls = [
        store().headBucket('none'),
        store().deleteBucket('none'),
        store().updateBucket('none', { publicRead: true }),
        store().put('none', 'a', text('a')),
        store().get('none', 'a'),
        store().head('none', 'a'),
        store().readRange('none', 'a', 0, 1),
        store().list('none'),
        store().delete('none', 'a'),
        store().deleteMany('none', ['a']),
        store().copy({ bucket: 'none', key: 'a' }, { bucket: 'none', key: 'b' }),
        store().createUpload('none', 'a'),
      ]
      expect(await Promise.all(calls.map(refusal))).toEqual(calls.map(() => 'NoSuchBucket'))
      expect(await refusal(store().abortUpload(upload))).toMatch(/NoSuchUpload|NoSuchBucket/)
    })

    it('have the names that S3 allows', async () => {
      const wrong = [
        '',
        'ab',
        'A-Film',
        'my_bucket',
        '-films',
        'films-',
        'fi..lms',
        '192.168.0.1',
        'x'.repeat(64),
        'a/b',
      ]
      expect(await Promise.all(wrong.map((name) => refusal(store().createBucket(name))))).toEqual(
        wrong.map(() => 'InvalidBucketName'),
      )
      for (const name of ['abc', '1.films-2', 'x'.repeat(63)]) await store().createBucket(name)
    })
  })
}
