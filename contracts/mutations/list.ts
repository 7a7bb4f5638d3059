// The deliberate changes of providers that the committed contracts must notice.
import { gone, header, json, member, type Mutation, mutationsOf, renamed, status, text } from './mutation.ts'

const number = (value: unknown) => Number(value)

const telestream = mutationsOf('telestream-cloud', [
  ['a request for a video', '`original_filename` is called `filename`', renamed('original_filename', 'filename')],
  ['a request for a video', '`width` is a text', member('width', String)],
  ['a request for a video', '`duration` has decimals', member('duration', (ms) => number(ms) + 0.5)],
  ['a request for a video', '`created_at` is an ISO instant', member('created_at', () => '2026-01-01T00:00:00Z')],
  ['a request for a video', '`status` is `done`', member('status', () => 'done')],
  ['a request for a video', '`id` is a number', member('id', () => 12)],
  ['a request for a video', '`mime_type` is gone', gone('mime_type')],
  ['a request for a video', '`extname` has no dot', member('extname', () => 'mp4')],
  ['a request for a video', 'it is wrapped: `{"video": …}`', json((video) => ({ video }))],
  ['a request for a video', 'the status is 202', status(202)],
  ['a request for a video', 'it is declared as text', header('content-type', 'text/plain')],
  ['a request for the videos that are ready', 'the list is wrapped', json((videos) => ({ videos, total: 1 }))],
  ['a request for the videos that are ready', 'the list is empty', json(() => [])],
  ['a page of videos', 'the page is a bare list', json((page) => page['videos'])],
  ['a page of videos', '`per_page` is a text', member('per_page', String)],
  ['a page of videos', '`total` is gone', gone('total')],
  ['a request for an encoding', '`files` is one text', member('files', (files) => String(files))],
  ['a request for an encoding', '`encoding_progress` is `"100%"`', member('encoding_progress', () => '100%')],
  [
    'a request for an encoding that failed',
    '`error_class` is in lower case',
    member('error_class', () => 'encodingerror'),
  ],
  ['an upload in parts', '`parts` is a number', member('parts', number)],
  ['an upload in parts', '`parts` is gone', gone('parts')],
  ['an upload in parts', '`location` is a path', member('location', () => '/upload/session?id=1')],
  ['a question for the parts that are missing', '`missing_parts` are texts', member('missing_parts', () => ['0'])],
  ['a deletion of a video', '`deleted` is a text', member('deleted', String)],
  ['a deletion of a store', 'it is answered with 200', status(200)],
  ['a new store', '`private_access` is 0', member('private_access', () => 0)],
  ['a new store of nothing', 'the errors are a map', member('errors', () => ({ bucket_name: "can't be blank" }))],
  ['a new store of nothing', 'the status is 400', status(400)],
  ['a video that nobody has', '`error` is `NotFound`', member('error', () => 'NotFound')],
  ['a request of an hour ago', 'it is accepted', status(200)],
  ['the progress of a job', '`progress` is null', member('progress', () => null)],
  [
    'the webhook encoding-complete',
    'the event is `encoding-completed`',
    text((form) => form.replace('=encoding-complete', '=encoding-completed')),
  ],
  ['the webhook encoding-complete', '`video_id` is gone', text((form) => form.replace(/&video_id=\w+/, ''))],
  [
    'the webhook video-encoded',
    '`encoding_ids` is one text',
    text((form) => form.replace(/encoding_ids(%5B|\[)0(%5D|\])/i, 'encoding_ids')),
  ],
])

const duracloud = mutationsOf('duracloud', [
  ['the task noop', 'the status is 201', status(201)],
  ['the task noop', '`Success` is in lower case', text((body) => body.toLowerCase())],
  ['the task enable-hls', '`streamingHost` is called `host`', text((body) => body.replace('streamingHost', 'host'))],
  ['the task enable-hls', 'the JSON is on one line', text((body) => JSON.stringify(JSON.parse(body)))],
  ['the task create-snapshot', '`status` is gone', text((body) => body.replace(/,\n {2}"status".*/, ''))],
  [
    'the task get-snapshot',
    '`snapshotDate` is an ISO instant',
    text((body) => body.replace(/("snapshotDate" : )\d+/, '$1"2026-01-01T00:00:00Z"')),
  ],
  [
    'the task get-snapshots-totals',
    '`totalSize` is a text',
    text((body) => body.replace(/("totalSize" : )(\d+)/, '$1"$2"')),
  ],
  ['the task get-restore', '`restoreId` is called `id`', text((body) => body.replace('"restoreId"', '"id"'))],
  ['a request for content', '`Content-MD5` is gone', header('content-md5')],
  [
    'a request for content',
    '`Last-Modified` is as HTTP has it',
    header('last-modified', 'Thu, 01 Jan 2026 00:00:00 GMT'),
  ],
  ['a request for content', '`x-dura-meta-creator` is gone', header('x-dura-meta-creator')],
  [
    'a request for who may do what',
    'the prefix of the ACLs is another',
    ({ headers }) => {
      headers.delete('x-dura-meta-acl-group-curators')
      headers.set('x-dura-acl-group-curators', 'READ')
    },
  ],
  [
    'a request for the spaces',
    '`space` has `name` in place of `id`',
    text((xml) => xml.replaceAll('<space id=', '<space name=')),
  ],
  [
    'a request for the stores',
    '`isPrimary` is `true`',
    text((xml) => xml.replace(/isPrimary="1"/, 'isPrimary="true"')),
  ],
  ['a request for how a store grows', '`byteCount` is a text', member('0.byteCount', String)],
  ['a new space', 'it is answered with 200', status(200)],
  ['a task that is none', 'the status is 404', status(404)],
])

const stream = mutationsOf('stream-video', [
  ['a check of a storage', '`file_url` is called `url`', renamed('file_url', 'url')],
  ['a check of a storage', '`duration` is a number', member('duration', () => 12.34)],
  ['a check of a storage with a wrong key', 'it is answered with 200', status(200)],
  ['a check of a storage with a wrong key', '`code` is a text', member('code', String)],
  ['a request for the storages', 'they are a list', member('external_storages', (map) => Object.values(Object(map)))],
  ['a new storage in S3', 'it is answered with 200', status(200)],
  ['a request for a call type', 'the times are ISO instants', member('created_at', () => '2026-01-01T00:00:00.000Z')],
  ['a request for a call type', '`settings.recording.mode` is gone', gone('settings.recording.mode')],
  ['a request for the recordings of a call', '`recordings` is called `files`', renamed('recordings', 'files')],
  ['a request for the recordings of a call', '`session_id` is gone', gone('recordings.0.session_id')],
  [
    'a request for the recordings of a call',
    '`start_time` is in ms',
    member('recordings.0.start_time', () => '1756895664000'),
  ],
  ['a new call', '`created` is 1', member('created', () => 1)],
  ['the calls that are not over', 'a call is not wrapped', member('calls.0', (one) => Object(one).call as unknown)],
  ['a token that has expired', '`code` is another', member('code', () => 5)],
  ['too many requests', '`X-RateLimit-Limit` is gone', header('x-ratelimit-limit')],
  [
    'the webhook call.recording_ready',
    '`call_recording` is called `recording`',
    renamed('call_recording', 'recording'),
  ],
  ['the webhook call.recording_ready', '`X-SIGNATURE` is gone', header('x-signature')],
  ['the webhook call.session_started', '`created_at` is a number', member('created_at', () => 1_756_895_664)],
])

const s3 = mutationsOf('stuntdouble-s3', [
  ['a question how large a recording is', '`ETag` is gone', header('etag')],
  [
    'a request for a recording that is gone',
    '`NoSuchKey` is `NotFound`',
    text((xml) => xml.replace('NoSuchKey', 'NotFound')),
  ],
  [
    'a request for the recordings in a bucket',
    '`Size` is called `Length`',
    text((xml) => xml.replaceAll('Size>', 'Length>')),
  ],
])

export const mutations: readonly Mutation[] = [...telestream, ...duracloud, ...stream, ...s3]
