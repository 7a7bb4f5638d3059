import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import type { FlipPage } from '../../../../harness/flip-client.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

describe('a factory', () => {
  it('is listed with all that Flip knows of it', async () => {
    expect((await flip.get('/factories.json')).body).toEqual({
      factories: [
        {
          id: double.factoryId,
          name: 'My factory',
          factory_region: 'us-east-1',
          output_bucket_name: 'my-bucket',
          acl: 'public',
          url: `${double.emulator.s3Url}/my-bucket/`,
          server_side_encryption: false,
          input_bucket_name: null,
          input_bucket_watch: false,
          input_bucket_files_map: {},
          input_bucket_sync_every_n_min: '5',
          input_bucket_recursive: 'false',
          input_bucket_file_pattern: null,
          outputs_path_format: null,
          provider_specific_settings: null,
          store_id: null,
          created_at: '2026/01/01 00:00:00 +0000',
          updated_at: '2026/01/01 00:00:00 +0000',
        },
      ],
      page: 1,
      per_page: 100,
      total: 1,
    })
  })

  it('is created with a bucket of its own, and changed in part', async () => {
    await double.world.objects.createBucket('incoming')
    const settings = {
      name: 'Second',
      factory_region: 'eu-west-1',
      output_bucket_name: 'second-outputs',
      acl: 'private',
      server_side_encryption: true,
      outputs_path_format: ':id/:profile',
      input_bucket_name: 'incoming',
      input_bucket_file_pattern: '*.mp4',
      provider_specific_settings: { cache_control: 'no-cache' },
    }
    const sent = {
      ...settings,
      input_bucket_recursive: true,
      input_bucket_sync_every_n_min: 7,
      storage_provider: 1,
      aws_access_key: 'AKIA-MINE',
      aws_secret_key: 'a secret',
      storage_credential_attributes: { host: 'example.com', username: 'me', password: 'a secret', port: 21 },
    }
    const { body: created, text } = await flip.post('/factories.json', sent, { with_storage_provider: true })
    expect(created).toMatchObject({
      ...settings,
      input_bucket_recursive: 'true',
      input_bucket_sync_every_n_min: '7',
      storage_provider: 1,
    })
    expect(text).not.toMatch(/secret|AKIA-MINE/)
    const path = `/factories/${created.id}.json`
    expect((await flip.get(path)).body).not.toHaveProperty('storage_provider')
    expect((await flip.get(path, { with_storage_provider: 'True' })).body).toMatchObject({ storage_provider: 1 })
    expect((await flip.patch(path, { acl: 'public', input_bucket_file_pattern: '' })).body).toMatchObject({
      ...settings,
      acl: 'public',
      input_bucket_file_pattern: null,
    })
    expect((await double.world.objects.headBucket('second-outputs')).publicRead).toBe(true)
    expect((await double.signed.get(path)).body).toMatchObject({ name: 'Second', s3_videos_bucket: 'second-outputs' })
    expect((await flip.get<FlipPage>('/factories.json')).body.total).toBe(2)
  })

  it('cannot be deleted through Flip: no client of it can', async () => {
    expect(await flip.delete(`/factories/${double.factoryId}.json`)).toMatchObject({ status: 404 })
  })
})

describe('a profile', () => {
  it('is made from a preset, and keeps what nobody knows', async () => {
    const sent = {
      preset_name: 'h265',
      name: 'archive',
      title: 'For the archive',
      width: '1920',
      fps: 25,
      h264_level: '4.1',
      keyframe_rate: 2.5,
      time_code: true,
      frame_offsets: [1, 5, 9],
      tachyon_motion_amount: 'low',
      bumpers: ['http://127.0.0.1/bumper.mp4'],
      colour_of_the_future: { shade: ['dark'] },
      department: 'film',
    }
    const { body } = await flip.post('/profiles.json', sent)
    expect(body).toMatchObject({
      ...sent,
      width: 1920,
      height: 720,
      keyframe_rate: '2.5',
      time_code: 'true',
      frame_offsets: '1,5,9',
      extname: '.mp4',
    })
    expect((await flip.get('/profiles/archive.json')).body).toEqual(body)
    expect((await double.signed.get(`/profiles/${body.id}.json`)).body).toMatchObject({ department: 'film' })
    expect((await flip.get(`/profiles/${body.id}.json`, { expand: true })).body).toMatchObject({
      ...body,
      keyframe_interval: 250,
      aspect_mode: 'letterbox',
    })
    expect((await flip.put(`/profiles/${body.id}.json`, { preset_name: 'webm', department: null })).body).toMatchObject(
      {
        extname: '.webm',
        department: null,
        fps: 25,
      },
    )
    expect((await flip.delete(`/profiles/${body.id}.json`)).body).toEqual({ deleted: true })
  })

  it('of V2 has the words and types of Flip', async () => {
    const { body: made } = await double.signed.post('/profiles.json', {
      preset_name: 'webm',
      name: 'old',
      aspect_mode: 'crop',
      deinterlace: 'true',
      merge_audio_streams: '1',
      time_code: 'true',
      fps: 'same_as_source',
      h264_level: '42',
      watermark_top: '10',
    })
    expect(made).toMatchObject({ aspect_mode: 'crop', deinterlace: true, fps: 'same_as_source' })
    expect((await flip.get(`/profiles/${made.id}.json`)).body).toMatchObject({
      aspect_mode: 'fill (crop)',
      deinterlace: 'keep_fps',
      merge_audio_streams: 'true',
      time_code: 'true',
      fps: null,
      h264_level: null,
      watermark_top: '10',
    })
  })

  it('is left out of a list when it needs an Advanced Service and those are excluded', async () => {
    await flip.post('/profiles.json', { preset_name: 'h264', name: 'motion', advanced_fps_conversion: 'tachyon' })
    const all = (await flip.get<FlipPage>('/profiles.json')).body.total
    const plain = (
      await flip.get<FlipPage & { profiles: Wire[] }>('/profiles.json', { exclude_advanced_services: 'True' })
    ).body
    expect(plain.total).toBe(all - 1)
    expect(plain.profiles.map(({ name }) => name)).not.toContain('motion')
  })

  it('is copied into another factory', async () => {
    const { body: other } = await flip.post('/factories.json', { name: 'Other' })
    const { body: original } = await flip.post('/profiles.json', { preset_name: 'h264', name: 'mine', width: 100 })
    const copy = { dest_factory_id: other.id, profile_name: 'theirs' }
    const { body: copied } = await flip.post(`/profiles/${original.id}/copy.json`, copy)
    expect(copied).toMatchObject({ name: 'theirs', preset_name: 'h264', width: 100 })
    expect(copied.id).not.toBe(original.id)
    const listed = await flip.get<{ profiles: Wire[] }>('/profiles.json', {})
    expect(listed.body.profiles.map(({ name }) => name)).not.toContain('theirs')
    expect(await flip.post(`/profiles/${original.id}/copy.json`, copy)).toMatchObject({ status: 400 })
    expect(await flip.post(`/profiles/${original.id}/copy.json`, {})).toMatchObject({
      status: 400,
      body: { message: 'All required parameters were not supplied: dest_factory_id, profile_name' },
    })
    expect(
      await flip.post(`/profiles/${original.id}/copy.json`, { dest_factory_id: 'nope', profile_name: 'x' }),
    ).toMatchObject({ status: 404, body: { message: "Couldn't find Factory with ID=nope" } })
  })

  it('lists its encodings', async () => {
    const bytes = await sample('sample.mp4')
    await double.upload(bytes, 'a.mp4', { profiles: 'h264,webm' })
    await double.upload(bytes, 'b.mp4', { profiles: 'webm' })
    const { body } = await flip.get<FlipPage & { encodings: Wire[] }>('/profiles/webm/encodings.json')
    expect(body.total).toBe(2)
    expect(body.encodings.map(({ profile_name: name }) => name)).toEqual(['webm', 'webm'])
  })

  it('whose id a client lost is not found, and the journal says which client does so', async () => {
    const answer = await flip.put('/profiles/%7Bprofile_id%7D.json', { title: 'x' })
    expect(answer).toMatchObject({ status: 404, body: { message: "Couldn't find Profile with ID={profile_id}" } })
    expect(double.world.journal.list().entries[0]?.diagnosis?.mistakes[0]).toMatchObject({
      code: 'placeholder-in-path',
    })
  })
})

describe('workflows and work orders', () => {
  const workflow = { preset_name: 'h264', name: 'ingest', inputs: { Original: {} }, outputs: { Proxy: {} } }

  it('lists the profiles that say what goes in and out', async () => {
    expect((await flip.get('/workflows.json')).body).toEqual({ workflows: [], page: 1, per_page: 100, total: 0 })
    const { body: made } = await flip.post('/profiles.json', workflow)
    expect((await flip.get('/workflows.json')).body).toEqual({ workflows: [made], page: 1, per_page: 100, total: 1 })
    await flip.put(`/profiles/${made.id}.json`, { inputs: null, outputs: null })
    expect((await flip.get<FlipPage>('/workflows.json')).body.total).toBe(0)
  })

  it('takes a work order as a form with a file or a URL', async () => {
    await flip.post('/profiles.json', workflow)
    const file = new File([await sample('sample.mp4')], 'order.mp4')
    const profile = (await flip.get('/profiles/webm.json')).body
    const answer = await flip.form('/workorders.json', { profile_id: profile.id, file })
    expect([answer.status, answer.text]).toEqual([200, '{}'])
    const byUrl = await flip.form('/workorders.json', { source_url: 'http://127.0.0.1:1/b.mp4' })
    expect(byUrl.status).toBe(200)
    const { videos } = (await flip.get<{ videos: Wire[] }>('/videos.json')).body
    expect(videos.map(({ original_filename: name }) => name)).toEqual(['b.mp4', 'order.mp4'])
    const { encodings } = (await flip.get<{ encodings: Wire[] }>('/encodings.json')).body
    expect(encodings.map(({ profile_name: name }) => name)).toEqual(['ingest', 'webm'])
    expect(await flip.form('/workorders.json', { profile_id: profile.id })).toMatchObject({ status: 400 })
    expect(await flip.form('/workorders.json', { file, source_url: 'http://127.0.0.1:1/b.mp4' })).toMatchObject({
      status: 400,
      body: { message: 'Only one of file and source_url can be supplied' },
    })
    expect(await flip.form('/workorders.json', { profile_id: 'nope', file })).toMatchObject({ status: 404 })
  })
})
