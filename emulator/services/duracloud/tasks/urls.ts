// get-url, get-signed-url and get-url-hls: where content streams (§2.5).
import { refuse } from '../errors.ts'
import type { Space } from '../model.ts'
import { type Distribution, findDistribution } from '../streaming/distributions.ts'
import { customPolicy, signPolicy } from '../streaming/policy.ts'
import { parseParameters } from './jackson-reader.ts'
import { prettyJson } from './jackson-writer.ts'
import { notAsRequested, requireParameter, requireTaskSpace, type TaskCall } from './task.ts'

const dto = 'org.duracloud.s3storageprovider.dto'

const missing = (name: string) => () => refuse(500, `Task parameter '${name}' may not be empty`)
export const requireNamed = (name: string, value: string | null) => requireParameter(value, missing(name))

/** Whole minutes; 8 hours when none are asked for. */
export function lifetime(minutes: number): number {
  return (minutes > 0 ? minutes : 480) * 60_000
}

/** RTMP, open. Whether there is such content is not asked, and its id is not encoded. */
export function getUrl(call: TaskCall): string {
  const given = parseParameters(call.body, `${dto}.GetUrlTaskParameters`, {
    spaceId: 'string',
    contentId: 'string',
    resourcePrefix: 'string',
  })
  const { space, contentId } = named(call, given)
  const distribution = rtmpOf(call, space, 'open')
  if (distribution.security !== 'OPEN') {
    throw notAsRequested(
      call,
      'The get-url task cannot be used to request a stream from a secure distribution. Use get-signed-url instead.',
    )
  }
  return prettyJson({ streamUrl: `rtmp://${distribution.host}/cfx/st/${given.resourcePrefix ?? ''}${contentId}` })
}

/** RTMP, secure: the policy names the content alone. */
export async function getSignedUrl(call: TaskCall): Promise<string> {
  const given = parseParameters(call.body, `${dto}.GetSignedUrlTaskParameters`, {
    spaceId: 'string',
    contentId: 'string',
    resourcePrefix: 'string',
    minutesToExpire: 'int',
    ipAddress: 'string',
  })
  const { space, contentId } = named(call, given)
  const distribution = rtmpOf(call, space, 'secure')
  if (distribution.security !== 'SECURE') {
    throw notAsRequested(
      call,
      'The get-signed-url task cannot be used to request a stream from an open distribution. Use get-url instead.',
    )
  }
  const { world } = call
  const policy = customPolicy(contentId, world.clock.now() + lifetime(given.minutesToExpire), given.ipAddress)
  const signed = await signPolicy(world, policy)
  const resource = `rtmp://${distribution.host}/cfx/st/${given.resourcePrefix ?? ''}${contentId}`
  const query = `Policy=${signed.policy}&Signature=${signed.signature}&Key-Pair-Id=${signed.keyPairId}`
  return prettyJson({ signedUrl: `${resource}${resource.includes('?') ? '&' : '?'}${query}` })
}

/** HLS, open or secure. */
export function getHlsUrl(call: TaskCall): string {
  const given = parseParameters(call.body, `${dto}.GetHlsUrlTaskParameters`, { spaceId: 'string', contentId: 'string' })
  const { space, contentId } = named(call, given)
  const distribution = findDistribution(call.world, space, 'hls')
  if (space.properties['hls-streaming-host'] === undefined || !distribution) {
    throw notAsRequested(
      call,
      'The get-url-hls task can only be used after a space has been configured to enable HLS streaming. Use enable-hls to enable HLS streaming on this space.',
    )
  }
  return prettyJson({ streamUrl: `https://${distribution.host}/${contentId}` })
}

function named(call: TaskCall, given: { spaceId: string | null; contentId: string | null }) {
  const spaceId = requireNamed('spaceId', given.spaceId)
  const contentId = requireNamed('contentId', given.contentId)
  return { space: requireTaskSpace(call.world, call.store, spaceId), contentId }
}

function rtmpOf(call: TaskCall, space: Space, kind: 'open' | 'secure'): Distribution {
  const refusal = (streaming: string) =>
    notAsRequested(
      call,
      `The ${call.name} task can only be used after a space has been configured to enable ${streaming}. Use enable-streaming to enable ${streaming} on this space.`,
    )
  if (space.properties['streaming-type'] === undefined) throw refusal('streaming')
  const distribution = findDistribution(call.world, space, 'rtmp')
  if (!distribution) throw refusal(`${kind} streaming`)
  return distribution
}
