// Puts things into a world, so that there is something that could be broken: a film, a call, content, objects, an upload.
import type { Emulator, World } from '../../emulator/index.ts'
import { duraCloudClient } from '../duracloud-client.ts'
import { streamClient, streamToken } from '../stream-client.ts'
import { telestreamClient } from '../telestream-client.ts'
import type { Known } from './known.ts'
import type { Signer } from './surface.ts'

const film = new TextEncoder().encode('a film that is none')

export async function furnish({ fetch, url }: Emulator, world: World, known: Known): Promise<void> {
  const base = world.name === 'main' ? url : `${url}/w/${world.name}`
  const { telestream: keys } = world.credentials
  const telestream = telestreamClient({ fetch, url: base, credentials: keys, now: () => world.clock.now() })
  const upload = await telestream.upload(film, 'film.mp4', { profiles: 'h264', payload: 'p' })
  const session = await telestream.post('/videos/upload.json', {
    file_name: 'big.mp4',
    file_size: '5242881',
    multi_chunk: 'true',
  })
  for (const { text } of [upload, session]) known.learn('telestream', text)
  for (const [, location = ''] of session.text.matchAll(/(\/upload\/session\?id=[0-9a-f]+)/g))
    known.add('telestream-upload', location)
  const listed: Record<string, string> = { 'x-api-key': keys.apiKey }
  for (const path of [
    '/stores/v1.1/stores',
    '/vantage-cloud-port/v2.0/workflows',
    `/flip/3.1/videos.json?factory_id=${keys.factoryId}`,
  ])
    known.learn('telestream-list', await (await fetch(new Request(url + path, { headers: listed }))).text())
  known.add('telestream', ...known.list('telestream-list'))

  const duracloud = duraCloudClient({ fetch, url: base }, world, 'root')
  await duracloud.put('/hostile-space')
  for (const item of ['item-1.txt', 'dir/film.mp4']) await duracloud.put(`/hostile-space/${item}`, item)
  known.learn('duracloud', (await duracloud.get('/spaces')).text)
  const snapshot = await duracloud.task(
    'create-snapshot',
    { spaceId: 'my-archive', description: 'd', userEmail: 'jane@example.org' },
    '2',
  )
  known.learn('duracloud', snapshot.text)

  const stream = await streamClient({ fetch, url: base }, world)
  await stream.post('/api/v2/users', { users: { john: { id: 'john' }, mary: { id: 'mary' }, sue: { id: 'sue' } } })
  await stream.post('/api/v2/video/call/default/demo-1', {
    data: { created_by_id: 'john', members: [{ user_id: 'mary' }] },
  })
  const john = await streamClient({ fetch, url: base }, world, 'john')
  known.learn('stream', (await john.post('/api/v2/video/call/default/demo-1/join', { location: 'AMS' })).text)
  known.add('stream', 'demo-1', 'john', 'mary', 'default')

  const { objects } = world
  if (!(await objects.listBuckets()).some(({ name }) => name === 'my-bucket')) await objects.createBucket('my-bucket')
  for (const key of ['film.mp4', 'a b/c.txt', 'hostile']) await objects.put('my-bucket', key, film)
  const { id } = await objects.createUpload('my-bucket', 'film.mp4', {})
  known.add('s3', 'film.mp4', id)
}

export async function signerOf({ url, s3Url }: Emulator, world: World): Promise<Signer> {
  const tokens = await Promise.all([
    streamToken(world),
    ...['john', 'mary'].map((id) => streamToken(world, { user_id: id })),
  ])
  return {
    url,
    s3Url,
    credentials: world.credentials,
    get now() {
      return world.clock.now()
    },
    tokens,
  }
}
