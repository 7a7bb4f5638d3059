// The operations on calls (§2.1, §2.11). Users may ask for most of them too: capabilities decide.
import { type Route, route } from '../route.ts'
import { deleteCall, endCall, getCall, updateCall } from './calls.ts'
import { getOrCreateCall } from './get-or-create.ts'
import { joinCall } from './join.ts'
import { goLive, stopLive } from './live.ts'
import { updateMembers } from './members.ts'
import {
  blockUser,
  kickUser,
  muteUsers,
  pin,
  sendEvent,
  unblockUser,
  unpin,
  updateUserPermissions,
} from './moderation.ts'
import { queryCalls, queryMembers } from './query.ts'
import { queryParticipants } from './participants.ts'
import { getReport, getStats, queryStats } from './report.ts'
import { acceptCall, rejectCall } from './ring-answers.ts'
import { ringCall } from './ring.ts'

const one = '/video/call/:type/:id'

export const callRoutes: readonly Route[] = [
  route('POST', '/video/calls', 'QueryCalls', queryCalls),
  route('POST', '/video/call/members', 'QueryCallMembers', queryMembers),
  route('POST', one, 'GetOrCreateCall', getOrCreateCall),
  route('GET', one, 'GetCall', getCall),
  route('PATCH', one, 'UpdateCall', updateCall),
  route('POST', `${one}/join`, 'JoinCall', joinCall),
  route('POST', `${one}/mark_ended`, 'EndCall', endCall),
  route('POST', `${one}/delete`, 'DeleteCall', deleteCall, true),
  route('POST', `${one}/go_live`, 'GoLive', goLive),
  route('POST', `${one}/stop_live`, 'StopLive', stopLive),
  route('POST', `${one}/members`, 'UpdateCallMembers', updateMembers),
  route('POST', `${one}/ring`, 'RingCall', ringCall),
  route('POST', `${one}/accept`, 'AcceptCall', acceptCall),
  route('POST', `${one}/reject`, 'RejectCall', rejectCall),
  route('POST', `${one}/block`, 'BlockUser', blockUser),
  route('POST', `${one}/unblock`, 'UnblockUser', unblockUser),
  route('POST', `${one}/kick`, 'KickUser', kickUser),
  route('POST', `${one}/mute_users`, 'MuteUsers', muteUsers),
  route('POST', `${one}/user_permissions`, 'UpdateUserPermissions', updateUserPermissions),
  route('POST', `${one}/pin`, 'VideoPin', pin),
  route('POST', `${one}/unpin`, 'VideoUnpin', unpin),
  route('POST', `${one}/event`, 'SendCallEvent', sendEvent),
  route('POST', `${one}/participants`, 'QueryCallParticipants', queryParticipants),
  route('GET', `${one}/report`, 'GetCallReport', getReport),
  route('GET', `${one}/stats/:session`, 'GetCallStats', getStats),
  route('POST', '/video/call/stats', 'QueryCallStats', queryStats, true),
]
