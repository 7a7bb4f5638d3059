// enable-, disable- and delete- of streaming: RTMP and HLS (§2.5).
import { accountHost } from '../account.ts'
import { refuse } from '../errors.ts'
import { type Space, spaces } from '../model.ts'
import {
  deleteDistribution,
  enableDistribution,
  findDistribution,
  lockBucket,
  type Protocol,
  removeProperties,
} from '../streaming/distributions.ts'
import { parseParameters } from './jackson-reader.ts'
import { prettyJson } from './jackson-writer.ts'
import { notAsRequested, requireParameter, requireTaskSpace, type Task, type TaskCall } from './task.ts'

const dto = 'org.duracloud.s3storageprovider.dto'

const words = {
  rtmp: {
    suffix: 'streaming',
    enabled: 'Enable Streaming Task',
    disabled: 'Disable Streaming Task',
    deleted: 'Delete Streaming Task',
  },
  hls: { suffix: 'hls', enabled: 'enable-hls task', disabled: 'disable-hls task', deleted: 'delete-hls task' },
} as const

export function enable(protocol: Protocol): Task {
  return (call) => {
    const {
      spaceId: given,
      secure,
      allowedOrigins,
    } = parseParameters(call.body, `${dto}.EnableStreamingTaskParameters`, {
      spaceId: 'string',
      secure: 'boolean',
      allowedOrigins: 'strings',
    })
    const { world, store } = call
    const space = requireTaskSpace(world, store, requireParameter(given))
    const security = secure ? 'SECURE' : 'OPEN'
    const known = findDistribution(world, space, protocol)
    if (known && known.security !== security) {
      throw notAsRequested(
        call,
        `The space ${space.spaceId} is already configured to stream as ${known.security} and cannot be updated to stream as ${security}. To do this, you must first execute the delete-${words[protocol].suffix} task.`,
      )
    }
    const distribution = world.state.transaction(() => {
      if (protocol === 'hls') world.state.table(spaces).update(space.id, { corsOrigins: originsOf(allowedOrigins) })
      return enableDistribution(world, requireTaskSpace(world, store, space.spaceId), protocol, security)
    })
    return prettyJson({
      result: `${words[protocol].enabled} completed successfully`,
      streamingHost: distribution.host,
    })
  }
}

/** DuraCloud's own host is let in with those that are asked for. */
function originsOf(allowed: readonly string[] | null): string[] {
  return allowed === null || allowed.length === 0 ? ['https://*'] : [...allowed, `https://${accountHost}`]
}

export function disable(protocol: Protocol): Task {
  return (call) => {
    const { world } = call
    const space = spaceOf(call, 'Disable')
    world.state.transaction(() => removeProperties(world, space, protocol))
    requireDistribution(call, space, protocol)
    world.state.transaction(() => lockBucket(world, space))
    return prettyJson({ result: `${words[protocol].disabled} completed successfully` })
  }
}

export function remove(protocol: Protocol): Task {
  return (call) => {
    const { world } = call
    const space = spaceOf(call, 'Delete')
    world.state.transaction(() => {
      removeProperties(world, space, protocol)
      lockBucket(world, space)
      if (protocol === 'hls') world.state.table(spaces).update(space.id, { corsOrigins: undefined })
    })
    const distribution = requireDistribution(call, space, protocol)
    world.state.transaction(() => deleteDistribution(world, distribution))
    return prettyJson({ result: `${words[protocol].deleted} completed successfully` })
  }
}

function spaceOf({ world, store, body }: TaskCall, verb: 'Disable' | 'Delete'): Space {
  const { spaceId } = parseParameters(body, `${dto}.${verb}StreamingTaskParameters`, { spaceId: 'string' })
  return requireTaskSpace(world, store, requireParameter(spaceId))
}

/** The properties are gone already when this refuses. */
function requireDistribution({ world }: TaskCall, space: Space, protocol: Protocol) {
  const distribution = findDistribution(world, space, protocol)
  if (!distribution) throw refuse(500, `No streaming distribution exists for space ${space.spaceId}`)
  return distribution
}
