// get-signed-cookies-url, and `aux/cookies`, where its cookies are fetched (§2.5).
import { addHeaders, answerText } from '../../../exchange.ts'
import { defineTable } from '../../../state/table.ts'
import type { Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { dayLength } from '../dates.ts'
import { refuse } from '../errors.ts'
import { headerText } from '../headers.ts'
import { findDistribution } from '../streaming/distributions.ts'
import { customPolicy, letters, signPolicy } from '../streaming/policy.ts'
import { parseParameters } from './jackson-reader.ts'
import { prettyJson } from './jackson-writer.ts'
import { notAsRequested, requireTaskSpace, type TaskCall } from './task.ts'
import { lifetime, requireNamed } from './urls.ts'

interface CookieSet {
  /** The token. */
  id: string
  cookies: Record<string, string>
  streamingHost: string
  redirectUrl: string
  expiresAt: number
}

const cookieSets = defineTable<CookieSet>('duracloud_cookies')

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const tokenKey = (token: string) => `duracloud/token/${token}`

export async function getSignedCookiesUrl(call: TaskCall): Promise<string> {
  const { world } = call
  const given = parseParameters(call.body, 'org.duracloud.s3storageprovider.dto.GetSignedCookiesUrlTaskParameters', {
    spaceId: 'string',
    minutesToExpire: 'int',
    ipAddress: 'string',
    redirectUrl: 'string',
  })
  const spaceId = requireNamed('spaceId', given.spaceId)
  const redirectUrl = requireNamed('redirectUrl', given.redirectUrl)
  const space = requireTaskSpace(world, call.store, spaceId)
  const refusal = (streaming: string) =>
    notAsRequested(
      call,
      `The ${call.name} task can only be used after a space has been configured to enable ${streaming} streaming. Use enable-hls to enable ${streaming} streaming on this space.`,
    )
  if (space.properties['hls-streaming-host'] === undefined) throw refusal('HLS')
  const distribution = findDistribution(world, space, 'hls')
  if (!distribution) throw refusal('secure')

  const now = world.clock.now()
  const policy = customPolicy(`https://${distribution.host}/*`, now + lifetime(given.minutesToExpire), given.ipAddress)
  const signed = await signPolicy(world, policy)
  const token = letters(world.ids.bytes('duracloud/token'), alphabet, 20)
  const expiresAt = now + dayLength
  world.state.transaction(() => {
    world.claim(tokenKey(token))
    world.state.table(cookieSets).put({
      id: token,
      cookies: {
        'CloudFront-Policy': signed.policy,
        'CloudFront-Signature': signed.signature,
        'CloudFront-Key-Pair-Id': signed.keyPairId,
      },
      streamingHost: distribution.host,
      redirectUrl,
      expiresAt,
    })
    world.jobs.schedule({ kind: 'duracloud.forget-cookies', dueAt: expiresAt, payload: { token }, background: true })
  })
  return prettyJson({ signedCookiesUrl: `https://${distribution.host}/cookies?token=${token}` })
}

/**
 * `GET /aux/cookies?token=T`: may be fetched as often as one likes, for a day; also by `/cookies` of a streaming host.
 * @throws {DuraCloudError} 404, 500
 */
export function getCookies({
  world,
  query,
  exchange,
  request,
}: Pick<Call, 'world' | 'query' | 'exchange' | 'request'>) {
  const token = query.get('token')
  if (token === null) throw refuse(500, 'null')
  const found = world.state.table(cookieSets).get(token)
  if (!found || found.expiresAt <= world.clock.now()) throw refuse(404, 'Token not found')
  const html = `<html><head><meta http-equiv='refresh' content='0;URL="${found.redirectUrl}"' /></head></html>`
  const response = answerText(exchange, 200, html, {
    'content-type': 'text/html',
    'access-control-allow-origin': headerText(request.headers.get('origin') ?? '*'),
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  })
  // As Jersey's NewCookie writes it; the path is where DuraCloud hides SameSite from a class that does not know it.
  const attributes = `Version=1;Comment="Supports HLS";Domain=${found.streamingHost};Path=/;SameSite=None;Secure`
  const cookies = Object.entries(found.cookies).map(
    ([name, value]) => ['set-cookie', `${name}=${value};${attributes}`] as const,
  )
  return addHeaders(exchange, response, cookies)
}

function forget({ payload }: Job, world: World): () => void {
  const { token } = payload as { token: string }
  return () => {
    world.unclaim(tokenKey(token))
    world.state.table(cookieSets).delete(token)
  }
}

export const cookieJobs = { 'duracloud.forget-cookies': forget }
