// The provider states that the double knows, by name: docs/provider-states.md says what each takes and answers.

/** In the order of that page. */
export const stateNames = [
  // Telestream
  'the factory is as it began',
  'a video exists',
  'a video is encoded',
  'a video was just uploaded',
  'an encoding is processing',
  'an encoding failed',
  'several videos exist',
  'a factory exists',
  'a factory has an input bucket',
  'a profile exists',
  'a factory tells of its events',
  'an upload session is open',
  'a store exists',
  'a store is linked',
  'a watch rule exists',
  'a workflow job is running',
  // DuraCloud
  'the account is as it began',
  'a space exists',
  'a space with content',
  'a space with several items',
  'a space that a user may read',
  'a space with streaming enabled',
  'signed cookies were asked for',
  'an item is in Glacier',
  'an item of Glacier is on its way',
  'a snapshot exists',
  'a snapshot is waiting to be cleaned up',
  'a snapshot failed',
  'a restore is running',
  'a restore is complete',
  // Stream
  'the app is as it began',
  'a user exists',
  'a storage exists',
  'a storage whose check fails',
  'a call type exists',
  'a call exists',
  'a call is live',
  'a call is being recorded',
  'a call is being transcribed',
  'frames of a call are being recorded',
  'a call is being captioned',
  'a call has ended',
  'a call has recordings',
  'a call has a transcription',
  // Buckets
  'a bucket exists',
  'an object exists',
  // Every service
  'a webhook will be sent',
  'the client has the wrong secret',
  'the clock of the client is wrong',
  'the token of the client has expired',
  'something goes wrong',
] as const

/** An editor offers those of the double; another provider may know others. */
export type StateName = (typeof stateNames)[number] | (string & {})
