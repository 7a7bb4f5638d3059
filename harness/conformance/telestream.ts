// The signed API, from a first list to outputs in the bucket: what must hold through every face.
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Face, FaceWorld } from './face.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../telestream-client.ts'

export async function sample(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../fixtures/media/${name}`, import.meta.url)))
}

export function clientOf(
  face: Pick<Face, 'fetch' | 'url'>,
  world: Pick<FaceWorld, 'credentials' | 'clock'>,
  api: 'v2' | 'v3.0' = 'v3.0',
): TelestreamClient {
  return telestreamClient({
    fetch: face.fetch,
    url: face.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now(),
    api,
  })
}

/** @param open makes an emulator whose `main` is frozen, and says how it is reached */
export function telestreamConformance(name: string, open: () => Promise<Face>): void {
  describe(`Telestream's signed API through ${name}`, () => {
    let face: Face
    let world: FaceWorld
    let client: TelestreamClient
    beforeEach(async () => {
      face = await open()
      world = face.world
      client = clientOf(face, world)
    })
    afterEach(() => face.close())

    async function uploadSample(parameters: Record<string, string> = {}): Promise<Wire> {
      const { body, status } = await client.upload(await sample('sample.mp4'), 'sample.mp4', parameters)
      expect(status).toBe(200)
      return body
    }

    it('answers the factory of the credentials, as bare arrays, with the vendor’s timestamps', async () => {
      const { status, body } = await client.get<Wire[]>('/factories.json')
      expect(status).toBe(200)
      expect(body).toEqual([
        {
          id: world.credentials.telestream.factoryId,
          name: 'My factory',
          s3_videos_bucket: 'my-bucket',
          s3_private_access: false,
          url: `${world.bucketUrl('my-bucket')}/`,
          upload_original_video: true,
          priority: 99,
          created_at: '2026/01/01 00:00:00 +0000',
          updated_at: '2026/01/01 00:00:00 +0000',
        },
      ])
    })

    it('takes a video from upload to outputs that anybody can download', async () => {
      const video = await uploadSample({ profiles: 'h264,webm', payload: 'for the archive' })
      expect(video).toMatchObject({
        status: 'processing',
        original_filename: 'sample.mp4',
        extname: '.mp4',
        payload: 'for the archive',
        width: null,
        duration: null,
      })

      const examined = (await client.get(`/videos/${video.id}.json`)).body
      expect(examined).toMatchObject({
        status: 'success',
        width: 320,
        height: 240,
        video_codec: 'h264',
        audio_codec: 'aac',
        fps: 29.97,
        mime_type: 'video/mp4',
      })
      expect(examined.duration).toSatisfy(
        (duration: number) => Number.isInteger(duration) && duration > 1900 && duration < 2100,
      )
      const metadata = (await client.get<Record<string, unknown>>(`/videos/${video.id}/metadata.json`)).body
      expect(metadata).toMatchObject({ image_width: 320, image_height: 240 })

      const before = (await client.get<Wire[]>(`/videos/${video.id}/encodings.json`)).body
      expect(before.map(({ profile_name, status }) => [profile_name, status])).toEqual([
        ['webm', 'processing'],
        ['h264', 'processing'],
      ])
      expect(before[0]).toMatchObject({ encoding_progress: 0 })

      await world.wait(6000)
      const half = (await client.get<Wire[]>('/encodings.json')).body
      expect(half[0]?.encoding_progress).toBe(50)
      expect(half[0]?.started_encoding_at).toBe('2026/01/01 00:00:00 +0000')

      await world.settle()
      const [webm, h264] = (await client.get<Wire[]>('/encodings.json', { screenshots: 'true' })).body
      expect(h264).toMatchObject({
        status: 'success',
        encoding_progress: 100,
        width: 640,
        height: 480,
        extname: '.mp4',
        files: [`${h264?.path}.mp4`],
        video_codec: 'h264',
      })
      expect(webm).toMatchObject({ status: 'success', mime_type: 'video/webm', extname: '.webm' })
      expect(h264?.screenshots).toHaveLength(7)

      const [factory] = (await client.get<Wire[]>('/factories.json')).body
      const output = await face.fetchS3(new Request(`${String(factory?.url)}${h264?.path}${h264?.extname}`))
      expect(output.status).toBe(200)
      expect(output.headers.get('content-type')).toBe('video/mp4')
      expect((await output.arrayBuffer()).byteLength).toBe(h264?.file_size)
      const screenshot = await face.fetchS3(new Request(String((h264?.screenshots as string[] | undefined)?.[0])))
      expect(new Uint8Array(await screenshot.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]))
      const original = await face.fetchS3(
        new Request(`${String(factory?.url)}${video.path}${video.extname}`, { headers: { range: 'bytes=4-7' } }),
      )
      expect(original.status).toBe(206)
      expect(await original.text()).toBe('ftyp')
    })

    it('fails a video that is none, and its encodings with it', async () => {
      const { body: video } = await client.upload(await sample('not-media.txt'), 'notes.mp4', { profiles: 'h264' })
      expect((await client.get(`/videos/${video.id}.json`)).body).toMatchObject({
        status: 'fail',
        error_class: 'FormatNotRecognised',
      })
      const [encoding] = (await client.get<Wire[]>(`/videos/${video.id}/encodings.json`)).body
      expect(encoding).toMatchObject({ status: 'fail', error_class: 'VideoStatusInvalid' })
    })

    it('fails an encoding when the source’s name asks for it, with a log, and tries it again on retry', async () => {
      await client.upload(await sample('sample.mp4'), 'stuntdouble-fail-EncodingError-at-40.mp4', { profiles: 'h264' })
      await client.get('/videos.json')
      await world.settle()
      const [failed] = (await client.get<Wire[]>('/encodings.json', { status: 'fail' })).body
      expect(failed).toMatchObject({ error_class: 'EncodingError', encoding_progress: 40 })
      const log = await face.fetchS3(new Request(String(failed?.logfile_url)))
      expect(await log.text()).toContain('EncodingError')
      expect((await client.post(`/encodings/${failed?.id}/retry.json`)).body).toEqual({ retried: true })
      expect((await client.get(`/encodings/${failed?.id}.json`)).body).toMatchObject({
        status: 'processing',
        error_class: null,
      })
      expect((await client.post(`/encodings/${failed?.id}/cancel.json.json`)).body).toEqual({ canceled: true })
      expect((await client.post(`/encodings/${failed?.id}/cancel.json`)).body).toEqual({ canceled: false })
      expect((await client.get(`/encodings/${failed?.id}.json`)).body).toMatchObject({
        status: 'fail',
        error_class: 'EncodingCanceled',
      })
    })

    it('deletes encodings with their files, sources, and videos with everything', async () => {
      const video = await uploadSample({ profiles: 'h264' })
      await client.get('/videos.json')
      await world.settle()
      const [encoding] = (await client.get<Wire[]>('/encodings.json')).body
      expect((await client.delete(`/encodings/${encoding?.id}.json`)).body).toEqual({ deleted: true })
      expect((await client.get(`/encodings/${encoding?.id}.json`)).status).toBe(404)
      expect(await world.keys('my-bucket')).toEqual([`${video.id}.mp4`])
      expect((await client.delete(`/videos/${video.id}/source.json`)).body).toEqual({ deleted: true })
      expect(await world.keys('my-bucket')).toEqual([])
      expect((await client.delete(`/videos/${video.id}.json`)).body).toEqual({ deleted: true })
      expect((await client.get(`/videos/${video.id}.json`)).body).toEqual({
        error: 'RecordNotFound',
        message: `Couldn't find Video with ID=${video.id}`,
      })
    })

    it('refuses a forged signature and says in the journal what it would have signed', async () => {
      const forged = client.signedUrl('GET', '/videos.json').replace(/signature=[^&]{4}/, 'signature=AAAA')
      expect(await client.send(forged)).toMatchObject({
        status: 401,
        body: { error: 'NotAuthorized', message: 'Signatures do not match' },
      })
      const [entry] = await world.journal('in')
      expect(entry).toMatchObject({ service: 'telestream', response: { status: 401 } })
      expect(entry?.diagnosis?.expected?.stringToSign).toMatch(
        /^GET\n127\.0\.0\.1\n\/videos\.json\naccess_key=your-access-key&factory_id=/,
      )
    })

    it('refuses a signature that is older than its window, by the world’s clock', async () => {
      const url = client.signedUrl('GET', '/videos.json')
      await world.wait(5 * 60_000)
      expect((await client.send(url)).status).toBe(200)
      await world.wait(1)
      expect(await client.send(url)).toMatchObject({ status: 401, body: { message: 'Signatures expired' } })
    })

    it('uploads in parts that come in any order, and again', async () => {
      const bytes = await sample('sample.mp4')
      const padded = new Uint8Array(11 * 1024 * 1024)
      padded.set(bytes)
      const { body: session } = await client.post('/videos/upload.json', {
        file_name: '/home/me/big.mp4',
        file_size: String(padded.length),
        multi_chunk: 'true',
        profiles: 'h264',
      })
      expect(session).toMatchObject({ parts: '3', part_size: '5242880', max_connections: '8' })
      const send = (part: number) =>
        client.send(session.location, {
          method: 'POST',
          headers: { 'x-part': String(part), 'content-type': 'application/octet-stream' },
          body: padded.slice(part * 5242880, (part + 1) * 5242880),
        })
      expect((await send(2)).status).toBe(204)
      expect((await send(0)).status).toBe(204)
      expect((await send(2)).status).toBe(204)
      const missing = (await client.send(session.location)).body
      expect(missing).toEqual({ missing_parts: [1], media_id: expect.stringMatching(/^[0-9a-f]{32}$/) })
      const last = await send(1)
      expect(last).toMatchObject({
        status: 200,
        body: { id: missing.media_id, status: 'processing', original_filename: 'big.mp4' },
      })
      expect((await send(1)).body).toMatchObject({ id: missing.media_id, status: 'processing' })
      expect((await client.send(session.location)).body).toEqual({ media_id: missing.media_id })
      expect((await client.get(`/videos/${last.body.id}.json`)).body).toMatchObject({
        file_size: padded.length,
        status: 'success',
      })
    })

    it('uploads as a stream that is resumed after a cut, with the overlap of the SDKs', async () => {
      const bytes = await sample('sample.mp4')
      const { body: session } = await client.post('/videos/upload.json', {
        file_name: 'stream.mp4',
        file_size: String(bytes.length),
      })
      expect(session).toEqual({ id: session.id, location: expect.stringContaining(`/upload/session?id=${session.id}`) })
      const put = (start: number, end: number) =>
        client.send(session.location, {
          method: 'PUT',
          headers: {
            'content-range': `bytes ${start}-${start + 5242879}/${bytes.length}`,
            'content-type': 'application/octet-stream',
          },
          body: bytes.slice(start, end),
        })
      const probe = () =>
        client.send(session.location, { method: 'PUT', headers: { 'content-range': `bytes */${bytes.length}` } })

      const first = await probe()
      expect([first.status, first.headers.get('range'), first.headers.get('location')]).toEqual([
        204,
        null,
        session.location,
      ])
      expect((await put(0, 1000)).headers.get('range')).toBe('0-999')
      expect((await put(2000, 3000)).body).toMatchObject({
        error: 'BadRequest',
        message: 'The upload goes on at byte 1000, not 2000',
      })
      expect((await put(999, 5000)).headers.get('range')).toBe('0-4999')
      expect((await probe()).headers.get('range')).toBe('0-4999')
      const done = await put(5000, bytes.length)
      expect(done).toMatchObject({ status: 200, body: { status: 'processing' } })
      const video = (await client.get(`/videos/${done.body.id}.json`)).body
      expect(video).toMatchObject({ status: 'success', file_size: bytes.length })
      expect((await client.get<Wire[]>(`/videos/${video.id}/encodings.json`)).body).toEqual([])
    })

    it('lets go of a session that is aborted or a day old', async () => {
      const make = async () => (await client.post('/videos/upload.json', { file_name: 'a.mp4', file_size: '10' })).body
      const aborted = await make()
      expect((await client.send(aborted.location, { method: 'DELETE' })).status).toBe(200)
      expect((await client.send(aborted.location)).status).toBe(404)
      const expired = await make()
      await client.send(expired.location, { method: 'PUT', headers: { 'content-range': 'bytes 0-3/10' }, body: 'abcd' })
      await world.wait(24 * 60 * 60_000)
      expect((await client.send(expired.location)).body).toMatchObject({ error: 'RecordNotFound' })
    })
  })
}
