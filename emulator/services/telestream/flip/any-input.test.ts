import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble } from '../../../../harness/flip-double.ts'
import { profileFields } from '../profile-fields.ts'

const names = [
  ...profileFields.keys(),
  ...'name title preset_name command extname profiles payload pipeline subtitle_files extra_files extra_variables'.split(
    ' ',
  ),
  ...'path_format clip_end clip_length store_id input_path file_size file_name multi_chunk url delay events'.split(' '),
  ...'acl storage_provider provider_specific_settings input_bucket_name input_bucket_sync_every_n_min sync'.split(' '),
  ...'video_id profile_id profile_name dest_factory_id __proto__ constructor'.split(' '),
]
const likely = fc.constantFrom<unknown>(
  null,
  true,
  'true',
  '',
  0,
  -1,
  1.5,
  1e300,
  '1',
  'h264',
  [],
  {},
  [null],
  ['h264'],
  {
    a: [1],
  },
)
const body = fc.dictionary(fc.constantFrom(...names), fc.oneof(likely, fc.jsonValue({ maxDepth: 2 })), { maxKeys: 6 })
const query = fc.dictionary(
  fc.constantFrom('page', 'per_page', 'status', 'expand', 'screenshots', 'precise_status', 'expires', 'profile_id'),
  fc.oneof(fc.constantFrom('1', '0', 'true', 'True', 'success', '1000000000', '-1'), fc.string()),
  { maxKeys: 3 },
)

it('whatever is sent is answered or refused, and never breaks the double', { timeout: 60_000 }, async () => {
  await using double = await flipDouble({ journal: { entries: 10 } })
  const { flip, factoryId } = double
  const video = await double.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
  const { encodings } = (await flip.get<{ encodings: { id: string }[] }>('/encodings.json')).body
  const encoding = encodings[0]?.id
  const told = [
    ['post', '/factories.json'],
    ['patch', `/factories/${factoryId}.json`],
    ['post', `/factories/${factoryId}/sync.json`],
    ['post', '/videos.json'],
    ['post', '/videos/resubmit.json'],
    ['post', '/videos/upload.json'],
    ['post', `/videos/${video.id}/cancel.json`],
    ['post', '/encodings.json'],
    ['put', `/encodings/${encoding}.json`],
    ['post', `/encodings/${encoding}/retry.json`],
    ['post', '/profiles.json'],
    ['put', '/profiles/webm.json'],
    ['post', '/profiles/webm/copy.json'],
    ['put', '/notifications.json'],
    ['post', '/workorders.json'],
  ] as const
  const asked = [
    '/factories.json',
    '/videos.json',
    '/videos/queued.json',
    `/videos/${video.id}/encodings.json`,
    '/encodings.json',
    `/encodings/${encoding}/signed-url.json`,
    '/profiles.json',
    '/profiles/webm/encodings.json',
    '/workflows.json',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...told), body, fc.constantFrom(...asked), query, async (way, sent, path, by) => {
      const { status, text } = await flip[way[0]](way[1], sent)
      expect({ way, sent, text, status }).toMatchObject({ status: expect.toSatisfy((s: number) => s < 500) })
      const got = await flip.get(path, by)
      expect({ path, by, got }).toMatchObject({ got: { status: expect.toSatisfy((s: number) => s < 500) } })
      await double.wait(1000)
    }),
    { numRuns: 300 },
  )
})
