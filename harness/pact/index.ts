// `stuntdouble/pact`: consumer contracts with the three clouds, written without knowing how their requests are signed or what their answers look like.
export { type Body, form, plain, xml } from './bodies.ts'
export { duracloud, type DuraCloudUser, type UserRequest } from './duracloud.ts'
export type { PactOptions } from './file.ts'
export type { Interactions } from './interactions.ts'
export { taskResult } from './jackson.ts'
export {
  boolean,
  eachLike,
  hexId,
  integer,
  like,
  type Matcher,
  matching,
  number,
  oneOf,
  type Template,
  text,
  url,
  uuid,
} from './matchers.ts'
export type { ExpectedAnswer, ExpectedRequest, Fields, MockServer, StateParameters } from './request.ts'
export { s3, type SigV4Request } from './s3.ts'
export type { StateName } from './state-names.ts'
export { stream, streamLegacy, streamWebhooks, type TokenRequest } from './stream.ts'
export {
  aCall,
  aCallType,
  aCheckedFile,
  aRecording,
  aStorage,
  aTranscription,
  done,
  recordings,
  storagesByName,
  streamError,
  transcriptions,
} from './stream-answers.ts'
export {
  flip,
  type KeyedRequest,
  panda,
  type SignedRequest,
  stores,
  telestream,
  uploads,
  workflows,
} from './telestream.ts'
export {
  aFactory,
  aNewEncoding,
  aNewVideo,
  anEncoding,
  anUploadSession,
  aProfile,
  aStore,
  aVideo,
  aWatchRule,
  canceled,
  deleted,
  listOf,
  notificationSettings,
  pageOf,
  recordNotFound,
  retried,
  storeErrors,
  telestreamError,
  type TelestreamErrorClass,
} from './telestream-answers.ts'
export { telestreamWebhooks } from './telestream-webhooks.ts'
export { duracloudTime, epochMs, nanoseconds, rfc3339, telestreamTime } from './times.ts'
export { injected, type ValueName } from './values.ts'
export type { EventFields, ExpectedEvent, Webhooks } from './webhooks.ts'
