// Things that people do to a world, in any order: what they did, and nothing else, is what a snapshot has to hold.
import fc from 'fast-check'
import type { Emulator, World } from '../../../emulator/index.ts'
import { isObjectStoreError } from '../../../emulator/objects/errors.ts'
import { duraCloudClient } from '../../duracloud-client.ts'
import { streamClient } from '../../stream-client.ts'
import { telestreamClient } from '../../telestream-client.ts'
import { sample } from '../telestream.ts'

const kinds = [
  'put-object',
  'replace-object',
  'delete-object',
  'upload-part',
  'profile',
  'video',
  'delete-video',
  'space',
  'content',
  'access',
  'user',
  'call',
  'advance',
] as const

export interface Change {
  kind: (typeof kinds)[number]
  /** Tells things of one kind apart. */
  n: number
}

export const changes = fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.integer({ min: 0, max: 3 }) }), {
  minLength: 1,
  maxLength: 8,
})

const bytes = (text: string) => new TextEncoder().encode(text.repeat(50))
const bucket = 'changes'

export async function apply(emulator: Emulator, world: World, { kind, n }: Change): Promise<void> {
  const { fetch, url } = emulator
  const { objects } = world
  const telestream = telestreamClient({
    fetch,
    url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now(),
  })
  const duracloud = () => duraCloudClient(emulator, world, 'root')
  const stream = () => streamClient(emulator, world)
  const inBucket = async (work: () => Promise<unknown>) => {
    await world.prepare('s3')
    await objects.createBucket(bucket).catch(passOver('BucketAlreadyExists'))
    await work().catch(passOver('NoSuchKey'))
  }
  switch (kind) {
    case 'put-object':
      return inBucket(() => objects.put(bucket, `key-${n}`, bytes(`object ${n}`), { metadata: { n: String(n) } }))
    case 'replace-object':
      return inBucket(() => objects.put(bucket, `key-${n}`, bytes(`again ${n}`), { contentType: 'text/plain' }))
    case 'delete-object':
      return inBucket(() => objects.delete(bucket, `key-${n}`))
    case 'upload-part':
      return inBucket(async () => {
        const upload = await objects.createUpload(bucket, `big-${n}`)
        await objects.putPart(upload, 1, bytes(`part ${n}`))
      })
    case 'profile':
      return void (await telestream.post('/profiles.json', { preset_name: 'h264', name: `profile-${n}` }))
    case 'video':
      return void (await telestream.upload(await videoOf(n), `film-${n}.mp4`, { profiles: 'h264' }))
    case 'delete-video': {
      const { body } = await telestream.get<{ id: string }[]>('/videos.json')
      const video = body[n]
      if (video) await telestream.delete(`/videos/${video.id}.json`)
      return
    }
    case 'space':
      return void (await duracloud().put(`/space-${n}`))
    case 'content':
      return void (await duracloud().put(`/space-${n}/item-${n}`, `content ${n}`))
    case 'access': {
      const name = world.credentials.duracloud[2]?.username ?? ''
      return void (await duracloud().send('POST', `/acl/space-${n}`, {
        headers: { [`x-dura-meta-acl-${name}`]: 'READ' },
      }))
    }
    case 'user':
      return void (await (await stream()).post('/api/v2/users', { users: { [`user-${n}`]: { id: `user-${n}` } } }))
    case 'call':
      return void (await (
        await stream()
      ).post(`/api/v2/video/call/default/call-${n}`, { data: { created_by_id: 'u' } }))
    case 'advance':
      return void (await world.jobs.advanceTo(world.clock.now() + n * 60_000))
  }
}

/** One that can be encoded, so that jobs wait, or one that cannot. */
async function videoOf(n: number): Promise<Uint8Array<ArrayBuffer>> {
  return n % 2 === 0 ? sample('sample.mp4') : new Uint8Array(bytes(`video ${n}`))
}

/** What there is already, or is not there any more, is as good. */
function passOver(code: 'BucketAlreadyExists' | 'NoSuchKey') {
  return (error: unknown): void => {
    if (!isObjectStoreError(error, code)) throw error
  }
}
