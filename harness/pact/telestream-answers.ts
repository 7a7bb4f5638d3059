// What Telestream's APIs answer: its things with matchers where they differ every time, its pages and its errors.
import {
  boolean,
  eachLike,
  hexId,
  integer,
  like,
  type Matcher,
  matching,
  number,
  type Template,
  text,
  url,
} from './matchers.ts'
import { rfc3339, telestreamTime } from './times.ts'

type Members = { readonly [name: string]: Template }

const times = () => ({ created_at: telestreamTime(), updated_at: telestreamTime() })
const probed = () => ({
  width: integer(300),
  height: integer(240),
  duration: integer(14_014),
  file_size: integer(805_301),
})

/** A video of which the source was fetched and looked at. @param members in place of, or besides, the usual ones */
export const aVideo = (members: Members = {}): Members => ({
  id: hexId(),
  status: 'success',
  original_filename: text('film.mp4'),
  extname: matching('^\\.\\w+$', '.mp4'),
  path: text('d891d9a45c698d587831466f236c6c6c'),
  mime_type: matching('^[\\w/.+-]+$', 'video/mp4'),
  fps: number(29.97),
  ...probed(),
  ...times(),
  ...members,
})

/** A video that has just been accepted. {@inheritDoc aVideo} */
export const aNewVideo = (members: Members = {}): Members => ({
  id: hexId(),
  status: 'processing',
  ...times(),
  ...members,
})

/** An encoding that has been done. {@inheritDoc aVideo} */
export const anEncoding = (members: Members = {}): Members => ({
  id: hexId('2f8760b7e0d4c7dbe609b5872be9bc3b'),
  video_id: hexId(),
  status: 'success',
  profile_id: hexId('40d9f8711d64aaa74f88462e9274f39a'),
  profile_name: text('h264'),
  encoding_progress: integer(100),
  path: text('2f8760b7e0d4c7dbe609b5872be9bc3b'),
  extname: matching('^\\.\\w+$', '.mp4'),
  files: eachLike(text('2f8760b7e0d4c7dbe609b5872be9bc3b.mp4')),
  ...probed(),
  ...times(),
  ...members,
})

/** An encoding that has just been asked for. {@inheritDoc aVideo} */
export const aNewEncoding = (members: Members = {}): Members => ({
  id: hexId('2f8760b7e0d4c7dbe609b5872be9bc3b'),
  video_id: hexId(),
  status: 'processing',
  profile_name: text('h264'),
  encoding_progress: integer(0),
  ...times(),
  ...members,
})

/** {@inheritDoc aVideo} */
export const aProfile = (members: Members = {}): Members => ({
  id: hexId('40d9f8711d64aaa74f88462e9274f39a'),
  name: text('h264'),
  preset_name: text('h264'),
  extname: matching('^\\.\\w+$', '.mp4'),
  ...times(),
  ...members,
})

/** A factory, or V2's cloud. {@inheritDoc aVideo} */
export const aFactory = (members: Members = {}): Members => ({
  id: matching('^\\w+$', 'e122090f4e506ae9ee266c3eb78a8b67'),
  name: text('My factory'),
  ...times(),
  ...members,
})

/** What a factory tells its owner's application, and where. {@inheritDoc aVideo} */
export const notificationSettings = (members: Members = {}): Members => ({
  url: url('https://app.example/hook'),
  delay: number(10),
  send_video_payload: boolean(false),
  events: {
    video_created: boolean(false),
    video_encoded: boolean(true),
    encoding_progress: boolean(false),
    encoding_completed: boolean(true),
  },
  ...members,
})

/** Where a file is to be sent in parts: the numbers are texts, as the vendor writes them. {@inheritDoc aVideo} */
export const anUploadSession = (members: Members = {}): Members => ({
  id: matching('^\\w+$', 'abcdefgh'),
  location: url('http://upload.example/upload/session?id=abcdefgh'),
  parts: matching('^\\d+$', '1'),
  part_size: matching('^\\d+$', '5242880'),
  max_connections: matching('^\\d+$', '8'),
  ...members,
})

/** {@inheritDoc aVideo} */
export const aStore = (members: Members = {}): Members => ({
  id: matching('^\\w+$', '240f042bfc4bee58a965c7d79e17c45c'),
  name: text('out'),
  provider: text('S3'),
  account_id: text('acc0000000000000000000000001'),
  bucket_name: text('demo-bucket'),
  region: text('us-east-1'),
  private_access: boolean(false),
  provider_specific_settings: like({}),
  input_store: boolean(false),
  created_at: rfc3339(),
  updated_at: rfc3339(),
  ...members,
})

/** {@inheritDoc aVideo} */
export const aWatchRule = (members: Members = {}): Members => ({
  id: matching('^\\w+$', '7c1f5a2b9d3e4f60718293a4b5c6d7e8'),
  store_id: matching('^\\w+$', '240f042bfc4bee58a965c7d79e17c45c'),
  service_id: text('e122090f4e506ae9ee266c3eb78a8b67'),
  service_name: text('flip'),
  synced: boolean(false),
  enabled: boolean(true),
  ...members,
})

/** A list as V2, V3.0 and Stores answer it: bare. @param min how many there are at least, default 1 */
export const listOf = (thing: Template, min = 1): Matcher => eachLike(thing, min)

/** A page as Flip 3.1 answers it: `{ videos: […], page, per_page, total }`. */
export const pageOf = (
  plural: 'factories' | 'videos' | 'encodings' | 'profiles' | 'workflows',
  thing: Template,
): Members => ({
  [plural]: eachLike(thing),
  page: integer(1),
  per_page: integer(100),
  total: integer(1),
})

export const deleted: Members = { deleted: true }
export const canceled: Members = { canceled: true }
export const retried: Members = { retried: true }

export type TelestreamErrorClass =
  | 'BadRequest'
  | 'NotAuthorized'
  | 'RecordNotFound'
  | 'FileSizeLimitExceeded'
  | 'InternalError'

/** A refusal of the signed API or of Flip: its class to the letter, its words as given. */
export const telestreamError = (error: TelestreamErrorClass, message: string | Matcher<string>): Members => ({
  error,
  message,
})

/** The refusal of an id that nothing has. @param kind `Video`, `Encoding`, `Profile`, `Factory` */
export const recordNotFound = (kind: string, id: string): Members =>
  telestreamError('RecordNotFound', `Couldn't find ${kind} with ID=${id}`)

/** A refusal of Stores or of a hosted workflow: each field with what is wrong about it, in any words. */
export const storeErrors = (...fields: readonly string[]): Members => ({
  errors: fields.map((field) => ({ field, message: text("can't be blank") })),
})
