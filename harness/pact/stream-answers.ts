// What Stream answers: its things with matchers where they differ every time, and its errors.
import {
  boolean,
  eachLike,
  escaped,
  integer,
  like,
  type Matcher,
  matching,
  oneOf,
  type Template,
  text,
  url,
  uuid,
} from './matchers.ts'
import { nanoseconds } from './times.ts'

type Members = { readonly [name: string]: Template }

const duration = () => matching('^\\d+(\\.\\d+)?(µs|ms|s)$', '12.34ms')
const times = () => ({ created_at: nanoseconds(), updated_at: nanoseconds() })

/** What is in every answer; all that most answers have. @param members besides it */
export const done = (members: Members = {}): Members => ({ duration: duration(), ...members })

/** As lists and updates show it: `storage_type` of the request is `type` here. @param members in place of, or besides, the usual ones */
export const aStorage = (members: Members = {}): Members => ({
  name: text('my-s3'),
  type: oneOf('s3', 'gcs', 'abs'),
  bucket: text('my-bucket'),
  path: text('recordings/'),
  ...members,
})

/** The list of storages, by name. */
export const storagesByName = (storages: { readonly [name: string]: Members }): Members =>
  done({ external_storages: storages })

/** The answer of a check: the file that it wrote. */
export const aCheckedFile = (): Members =>
  done({
    file_url: matching(
      '^https?://.*stream-[\\w-]+\\.md.*$',
      'https://my-bucket.s3.us-east-1.amazonaws.com/recordings/stream-3f0e1a52.md',
    ),
  })

/** {@inheritDoc aStorage} */
export const aCallType = (members: Members = {}): Members => ({
  name: text('default'),
  settings: like({ recording: { mode: 'available', audio_only: false, quality: '720p' } }),
  notification_settings: like({ enabled: true }),
  grants: like({ user: ['join-call'] }),
  ...times(),
  ...members,
})

/** {@inheritDoc aStorage} */
export const aCall = (members: Members = {}): Members => ({
  type: text('default'),
  id: text('premiere'),
  cid: matching('^[^:]+:[^:]+$', 'default:premiere'),
  created_by: like({ id: 'john', role: 'user' }),
  recording: boolean(false),
  transcribing: boolean(false),
  backstage: boolean(false),
  ...times(),
  ...members,
})

/** {@inheritDoc aStorage} */
export const aRecording = (members: Members = {}): Members => ({
  filename: matching('^rec_.+\\.mp4$', 'rec_default_premiere_720p_1756895664781.mp4'),
  url: url('https://my-bucket.s3.us-east-1.amazonaws.com/rec_default_premiere_720p_1756895664781.mp4'),
  start_time: nanoseconds(),
  end_time: nanoseconds(),
  session_id: uuid(),
  recording_type: oneOf('composite', 'individual', 'raw'),
  ...members,
})

/** {@inheritDoc aStorage} */
export const aTranscription = (members: Members = {}): Members => ({
  filename: matching('^transcript_.+\\.jsonl$', 'transcript_default_premiere_1756895664781.jsonl'),
  url: url('https://my-bucket.s3.us-east-1.amazonaws.com/transcript_default_premiere_1756895664781.jsonl'),
  start_time: nanoseconds(),
  end_time: nanoseconds(),
  session_id: uuid(),
  ...members,
})

/** The recordings of a call. @param min how many there are at least, default 1 */
export const recordings = (recording: Template = aRecording(), min = 1): Members =>
  done({ recordings: eachLike(recording, min) })

/** The transcriptions of a call. {@inheritDoc recordings} */
export const transcriptions = (transcription: Template = aTranscription(), min = 1): Members =>
  done({ transcriptions: eachLike(transcription, min) })

/**
 * A refusal: its code and status to the letter.
 *
 * @param operation the vendor's name of what was asked for: `GetCall`; `Request` of a path that is not there
 * @param reason the inner words, or a pattern for them
 */
export const streamError = (status: number, code: number, operation: string, reason: string | RegExp): Members => ({
  code,
  StatusCode: status,
  message: refusal(operation, reason),
  duration: text('0.00ms'),
  more_info: 'https://getstream.io/chat/docs/api_errors_response',
  details: like([]),
})

function refusal(operation: string, reason: string | RegExp): string | Matcher<string> {
  if (typeof reason === 'string') return `${operation} failed with error: "${reason}"`
  return matching(
    `^${escaped(operation)} failed with error: ".*${reason.source}.*"$`,
    `${operation} failed with error: "${exampleOfReason(reason)}"`,
  )
}

const exampleOfReason = ({ source }: RegExp): string => source.replaceAll('\\', '')

/** Any whole number, as rate limits and counts are. */
export const count = (example = 0): Matcher<number> => integer(example)
