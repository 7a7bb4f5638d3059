// Stream from a storage to a file behind its URL: what must hold through every face.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { streamClient, type StreamClient } from '../stream-client.ts'
import { type Json, minutes, storage } from '../stream-double.ts'
import type { Face } from './face.ts'

const call = '/api/v2/video/call/default/demo'

/** @param open makes an emulator whose `main` is frozen, and says how it is reached */
export function streamConformance(name: string, open: () => Promise<Face>): void {
  describe(`Stream through ${name}`, () => {
    let face: Face
    let server: StreamClient
    let john: StreamClient
    beforeEach(async () => {
      face = await open()
      server = await streamClient(face, face.world)
      john = await streamClient(face, face.world, 'john')
    })
    afterEach(() => face.close())

    it('checks a storage by writing into it', async () => {
      expect((await server.post('/api/v2/external_storage', storage('mine', 'films/'))).status).toBe(201)
      const { status, json } = await server.get('/api/v2/external_storage/mine/check')
      expect([status, json['file_url']]).toEqual([200, expect.stringMatching(/my-bucket\/films\/stream-.*\.md$/)])
      const key = new URL(String(json['file_url'])).pathname.split('/').slice(2).join('/')
      expect(await face.world.keys('my-bucket')).toContain(key)
      const { json: list } = await server.get('/video/external_storage')
      expect(list['external_storages']).toEqual({
        mine: { name: 'mine', type: 's3', bucket: 'my-bucket', path: 'films/' },
      })
      expect((await server.delete('/api/v2/external_storage/mine')).status).toBe(200)
      expect((await server.get('/api/v2/external_storage/mine/check')).status).toBe(404)
    })

    it('records a call on Stream’s own storage, whose signed URL gives the file, whole and in parts', async () => {
      await server.post(call, { data: { created_by_id: 'john' } })
      expect((await john.post(`${call}/join`, { location: 'AMS' })).status).toBe(201)
      expect((await server.post(`${call}/recordings/composite/start`, {})).status).toBe(201)
      await face.world.wait(minutes)
      expect((await server.post(`${call}/mark_ended`)).status).toBe(201)
      await face.world.wait(minutes)
      const { json } = await server.get(`${call}/recordings`)
      const [recording] = json['recordings'] as { url: string; start_time: number; end_time: number }[]
      expect([recording?.start_time, recording?.end_time]).toEqual(
        [0, minutes].map((ms) => (Date.parse('2026-01-01') + ms) * 1e6),
      )
      const url = recording?.url ?? ''
      const whole = await face.fetch(new Request(url))
      const bytes = new Uint8Array(await whole.arrayBuffer())
      expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/mp4'])
      const part = await face.fetch(new Request(url, { headers: { range: 'bytes=4-7' } }))
      expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
      expect(new TextDecoder().decode(bytes.slice(4, 8))).toBe('ftyp')
      const tampered = await face.fetch(new Request(url.replace('Signature=', 'Signature=A')))
      expect(tampered.status).toBe(403)
    })

    it('answers on both mounts, with the same members and dates of their own', async () => {
      await server.post(call, { data: { created_by_id: 'john' } })
      const [current, legacy] = [await server.get(call), await server.get('/video/call/default/demo')]
      const at = (json: Json) => (json['call'] as Json)['created_at']
      expect([at(current.json), at(legacy.json)]).toEqual([Date.parse('2026-01-01') * 1e6, '2026-01-01T00:00:00.000Z'])
      expect(Object.keys(current.json['call'] as Json)).toEqual(Object.keys(legacy.json['call'] as Json))
    })

    it('refuses in six fields', async () => {
      for (const refused of [
        await server.send('GET', '/api/v2/app', { headers: { authorization: 'x' } }),
        await john.get('/api/v2/app'),
        await server.get('/api/v2/video/nothing'),
        await server.post('/api/v2/video/calls', '{'),
      ]) {
        expect(refused.status).toBeGreaterThanOrEqual(400)
        expect(Object.keys(refused.json)).toEqual(['code', 'message', 'StatusCode', 'duration', 'more_info', 'details'])
      }
    })
  })
}
