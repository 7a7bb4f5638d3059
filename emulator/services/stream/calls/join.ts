// The vendor's own way into a call: JoinCall, by a user's token (§2.10).
import type { Call } from '../call.ts'
import { inputError, missingCapability } from '../errors.ts'
import { flag, later, optional, shape, text } from '../schema.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { obtainCall, stateOf } from './get-or-create.ts'
import type { VideoCall } from './model.ts'
import { callRequest } from './requests.ts'
import { ringMembers } from './ring.ts'
import { join } from './sessions.ts'
import { settingsOf } from './settings.ts'

const request = later(() =>
  shape({
    create: optional(flag()),
    data: optional(callRequest),
    ring: optional(flag()),
    notify: optional(flag()),
    video: optional(flag()),
    location: optional(text()),
  }),
)

/** POST C/join. The media server that it names does not exist: what a client would do there is no part of this API. */
export function joinCall(call: Call): object {
  const { create = false, data, ...told } = call.body(request)
  const { world, caller } = call
  if (caller.kind !== 'user') throw inputError('a call is joined with the token of a user')
  return world.state.transaction(() => {
    const { row, created } = create ? obtainCall(call, data) : { row: findCall(call), created: false }
    requireCapability(call, 'join-call', 'JoinCall', { type: row.type, cid: row.id })
    if (row.blockedUserIds.includes(caller.userId))
      throw missingCapability({ id: caller.userId, role: caller.role ?? 'user' }, 'JoinCall', `video:${row.type}`)
    if (row.backstage && !isOpenEarly(call, row))
      requireCapability(call, 'join-backstage', 'JoinBackstage', { type: row.type, cid: row.id })
    join(world, row.id, caller.userId, caller.role)
    if (told.ring || told.notify) ringMembers(call, row.id, told)
    const edge = 'sfu.stuntdouble.invalid'
    return {
      created,
      ...stateOf(call, findCall(call)),
      credentials: {
        server: { edge_name: 'stuntdouble', url: `https://${edge}/twirp`, ws_endpoint: `wss://${edge}/ws` },
        token: `sfu-${world.ids.hex('stream.sfu-token')}`,
        ice_servers: [],
      },
      stats_options: { reporting_interval_ms: 10_000, enable_rtc_stats: false },
    }
  })
}

/** `join_ahead_time_seconds` before it starts, everybody may join the backstage. */
function isOpenEarly({ world, now }: Call, row: VideoCall): boolean {
  const ahead = settingsOf(world, row).backstage.join_ahead_time_seconds
  return ahead > 0 && row.startsAt !== undefined && now >= row.startsAt - ahead * 1000
}
