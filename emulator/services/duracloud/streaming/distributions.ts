// CloudFront's distributions of spaces: one for RTMP and one for HLS, each open or secure (§2.5).
import { hostKey } from '../../../hosts.ts'
import { defineTable } from '../../../state/table.ts'
import type { Effect, Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import { type Space, spaces } from '../model.ts'
import { letters } from './policy.ts'

export type Protocol = 'rtmp' | 'hls'
export type Security = 'OPEN' | 'SECURE'

export interface Distribution {
  /** `PROTOCOL/BUCKET`: real ones are found by the bucket that they deliver. */
  id: string
  protocol: Protocol
  bucket: string
  host: string
  security: Security
  enabled: boolean
}

export const distributions = defineTable<Distribution>('duracloud_distributions', { unique: [['host']] })

/** The properties that say that a space streams. */
export function propertyNames(protocol: Protocol): { host: string; type: string } {
  return protocol === 'rtmp'
    ? { host: 'streaming-host', type: 'streaming-type' }
    : { host: 'hls-streaming-host', type: 'hls-streaming-type' }
}

export function findDistribution(world: World, { bucket }: Space, protocol: Protocol): Distribution | undefined {
  return world.state.table(distributions).get(`${protocol}/${bucket}`)
}

/** Makes one, or enables the one there is, lets it read the bucket, and sets the space's properties; belongs in a transaction. */
export function enableDistribution(world: World, space: Space, protocol: Protocol, security: Security): Distribution {
  const id = `${protocol}/${space.bucket}`
  world.jobs.cancel(id)
  const known = findDistribution(world, space, protocol)
  const distribution = world.state.table(distributions).put({
    id,
    protocol,
    bucket: space.bucket,
    host: known?.host ?? newHost(world, protocol),
    security,
    enabled: true,
  })
  const names = propertyNames(protocol)
  const properties = { ...space.properties, [names.host]: distribution.host, [names.type]: security }
  world.state.table(spaces).update(space.id, { properties, cloudFrontMayRead: true })
  return distribution
}

/** Takes the properties from a space; its distribution stays. */
export function removeProperties(world: World, space: Space, protocol: Protocol): void {
  const names = propertyNames(protocol)
  // RTMP's are taken when there is a host, HLS's when there is either.
  if (protocol === 'rtmp' && space.properties[names.host] === undefined) return
  const { [names.host]: _host, [names.type]: _type, ...properties } = space.properties
  world.state.table(spaces).update(space.id, { properties })
}

/** Takes from CloudFront that it may read the bucket: of RTMP and HLS, whichever of them was meant. */
export function lockBucket(world: World, space: Space): void {
  world.state.table(spaces).update(space.id, { cloudFrontMayRead: false })
}

/** Disables at once, and deletes a little later. */
export function deleteDistribution(world: World, distribution: Distribution): void {
  world.state.table(distributions).put({ ...distribution, enabled: false })
  world.jobs.schedule({
    kind: 'duracloud.delete-distribution',
    dueAt: world.clock.now(),
    payload: { id: distribution.id },
    subject: distribution.id,
  })
}

function doDelete({ payload }: Job, world: World): Effect {
  const { id } = payload as { id: string }
  return () => {
    const distribution = world.state.table(distributions).get(id)
    if (!distribution) return
    world.unclaim(hostKey(distribution.host))
    world.state.table(distributions).delete(id)
  }
}

export const distributionJobs = { 'duracloud.delete-distribution': doDelete }

/** Gives other hosts to distributions whose own another world has, as in a copy of it; belongs in a transaction. */
export function keepHostsApart(world: World): void {
  const table = world.state.table(distributions)
  for (const distribution of table.list()) {
    if (world.claim(hostKey(distribution.host))) continue
    const { bucket, protocol } = distribution
    const host = newHost(world, protocol)
    table.put({ ...distribution, host })
    const space = world.state.table(spaces).find({ bucket })
    const name = propertyNames(protocol).host
    if (space?.properties[name] === distribution.host)
      world.state.table(spaces).update(space.id, { properties: { ...space.properties, [name]: host } })
  }
}

/** `d1a2b3c4d5e6f7.cloudfront.net`; those of RTMP begin with an s. No other world has it, or the host could not select this one. */
function newHost(world: World, protocol: Protocol): string {
  for (;;) {
    const name = letters(world.ids.bytes('duracloud/distribution'), 'abcdefghijklmnopqrstuvwxyz0123456789', 13)
    const host = `${protocol === 'rtmp' ? 's' : 'd'}${name}.cloudfront.net`
    if (world.claim(hostKey(host))) return host
  }
}
