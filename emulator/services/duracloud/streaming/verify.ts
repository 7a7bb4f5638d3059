// Whether what a viewer presents lets it read a resource, now and from where it is (§2.8).
import { z } from 'zod'
import { inRange } from '../../../ip-range.ts'
import { matchesWildcards } from '../../../wildcards.ts'
import type { World } from '../../../world.ts'
import { cannedPolicy, fromUrlSafe, isSignatureOf, keyPairId } from './policy.ts'
import type { Presented } from './presented.ts'
import { alphabet, malformedPolicy, malformedSignature, missingKey, notAllowed, unknownKey } from './refusals.ts'

/** CloudFront's policies end with signed 32-bit seconds: milliseconds, a usual mistake, are malformed (aws-sdk-js issue 2236). */
const instant = z.int().min(0).max(2_147_483_647)

const policyDocument = z.object({
  Statement: z.tuple([
    z.object({
      Resource: z.string().optional(),
      Condition: z.object({
        DateLessThan: z.object({ 'AWS:EpochTime': instant }),
        DateGreaterThan: z.object({ 'AWS:EpochTime': instant }).optional(),
        IpAddress: z.object({ 'AWS:SourceIp': z.string() }).optional(),
      }),
    }),
  ]),
})
type Statement = z.infer<typeof policyDocument>['Statement'][0]

export interface Viewing {
  world: World
  /** What is read, as a policy names it. */
  resource: string
  /** Of the viewer. */
  address: string
}

/** @throws {DeliveryRefused} 403, with the reason in its diagnosis */
export async function verify(viewing: Viewing, presented: Presented): Promise<void> {
  const { world, resource } = viewing
  if (presented.keyPairId === undefined || presented.keyPairId === '') {
    throw missingKey(
      'Ask with the cookies that get-signed-cookies-url leads to, and let them be sent: credentials: "include", or withCredentials',
    )
  }
  const known = keyPairId(world)
  if (presented.keyPairId !== known) throw unknownKey(presented.keyPairId, known)
  const signature = fromUrlSafe(presented.signature ?? '')
  if (!signature) throw malformedSignature()
  const policy = policyOf(presented, resource)
  const statement = readPolicy(policy)
  if (!(await isSignatureOf(signature, policy))) {
    throw notAllowed(
      'wrong-signature',
      presented.policy === undefined
        ? `The signature is not of ${new TextDecoder().decode(policy)}`
        : 'The signature is not of the policy',
      'RSASSA-PKCS1-v1_5 with SHA-1 over the text of the policy, with the key of the key pair, and over the very URL that is asked for',
    )
  }
  checkConditions(viewing, statement)
}

/** The text that is signed. @throws {DeliveryRefused} when none is presented */
function policyOf({ policy, expires, where }: Presented, resource: string): Uint8Array<ArrayBuffer> {
  if (policy === undefined) {
    if (expires !== undefined && /^\d+$/.test(expires)) return new TextEncoder().encode(cannedPolicy(resource, expires))
    const prefix = where === 'cookies' ? 'CloudFront-' : ''
    throw malformedPolicy(
      `There is neither ${prefix}Policy nor a whole number of seconds in ${prefix}Expires`,
      'A custom policy goes into the one, the expiry of a canned policy into the other',
    )
  }
  const decoded = fromUrlSafe(policy)
  if (!decoded) throw malformedPolicy('The policy is no base64 in the alphabet of CloudFront', alphabet)
  return decoded
}

function readPolicy(policy: Uint8Array): Statement {
  const hint = '{"Statement":[{"Resource":URL,"Condition":{"DateLessThan":{"AWS:EpochTime":SECONDS}}}]}'
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder().decode(policy))
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedPolicy(`The policy is no JSON: ${error.message}`, hint)
    throw error
  }
  const { data, error } = policyDocument.safeParse(document)
  if (!data) {
    const why = error.issues.map(({ path, message }) => `${path.join('.') || 'the policy'}: ${message}`)
    throw malformedPolicy(why.join('; '), hint)
  }
  return data.Statement[0]
}

function checkConditions({ world, resource, address }: Viewing, { Resource, Condition }: Statement): void {
  if (Resource !== undefined && !matchesWildcards(Resource, resource)) {
    throw notAllowed(
      'other-resource',
      `The policy is for ${Resource}, and not for ${resource}`,
      'A policy names the URL that is asked for, with https and without a port; * stands for any text',
    )
  }
  const now = world.clock.now()
  const { DateLessThan, DateGreaterThan, IpAddress } = Condition
  const ends = DateLessThan['AWS:EpochTime'] * 1000
  if (now >= ends) {
    throw notAllowed(
      'expired',
      `The policy ended at ${new Date(ends).toISOString()}, ${Math.floor((now - ends) / 1000)} s ago`,
      'It counts by the clock of the world; ask for another URL or other cookies',
    )
  }
  const begins = (DateGreaterThan?.['AWS:EpochTime'] ?? 0) * 1000
  if (now <= begins) {
    const why = `The policy begins at ${new Date(begins).toISOString()}; it is ${new Date(now).toISOString()}`
    throw notAllowed('not-yet', why, 'It counts by the clock of the world')
  }
  const range = IpAddress?.['AWS:SourceIp']
  if (range !== undefined && !inRange(address, range)) {
    throw notAllowed(
      'other-address',
      `The policy is for ${range}; the request came from ${address}`,
      'The address is that of the connection: no forwarding header is heeded',
    )
  }
}
