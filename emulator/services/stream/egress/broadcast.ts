// HLS broadcasts, started and stopped (§2.11). Nobody can watch them: there is no media server.
import type { Call } from '../call.ts'
import { requireCapability } from '../calls/capabilities.ts'
import { findCall } from '../calls/find.ts'
import { inputError } from '../errors.ts'
import { stopEgress } from './end.ts'
import { startOnRequest } from './start-on-request.ts'
import { playlistUrl } from './wire.ts'

/** POST C/start_broadcasting */
export function startBroadcasting(call: Call): object {
  const { world } = call
  return world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, 'start-broadcast-call', 'StartHLSBroadcasting', { type: row.type, cid: row.id })
    startOnRequest(world, row, { kind: 'hls', named: undefined })
    return { playlist_url: playlistUrl(world, row) }
  })
}

/** POST C/stop_broadcasting */
export function stopBroadcasting(call: Call): object {
  const { world, now } = call
  world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, 'stop-broadcast-call', 'StopHLSBroadcasting', { type: row.type, cid: row.id })
    if (!stopEgress(world, row, 'hls', now)) throw inputError('call egress is not running')
  })
  return {}
}
