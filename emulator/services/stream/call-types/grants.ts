// What each role may do in calls of a type (§2.3).

export type Grants = Readonly<Record<string, readonly string[]>>

const participant = ['read-call', 'join-call', 'send-audio', 'send-video', 'screenshare', 'create-reaction']
const recorder = [
  'start-record-call',
  'stop-record-call',
  'start-individual-record-call',
  'stop-individual-record-call',
  'start-raw-record-call',
  'stop-raw-record-call',
  'start-frame-record-call',
  'stop-frame-record-call',
  'start-transcription-call',
  'stop-transcription-call',
  'start-closed-captions-call',
  'stop-closed-captions-call',
  'start-broadcast-call',
  'stop-broadcast-call',
]
const moderator = ['mute-users', 'block-users', 'kick-user']
const host = [
  'end-call',
  'join-backstage',
  'pin-for-everyone',
  'remove-call-member',
  'update-call',
  'update-call-member',
]

/** The same in every built-in type; the documents do not list them, suites want `join-call` in `user`. */
export const defaultGrants: Grants = {
  user: ['create-call', ...participant],
  call_member: participant,
  moderator: ['create-call', ...participant, ...moderator],
  host: ['create-call', ...participant, ...moderator, ...host, ...recorder],
  admin: [
    'create-call',
    ...participant,
    ...moderator,
    ...host,
    ...recorder,
    'change-max-duration',
    'enable-noise-cancellation',
    'join-ended-call',
    'send-closed-captions-call',
    'update-call-permissions',
    'update-call-settings',
  ],
}

/** The roles that are named get these lists, the others keep theirs. */
export function mergeGrants(before: Grants, request: Grants | undefined): Grants {
  return { ...before, ...request }
}
