// Mistakes that a request shows by itself, in the order in which S3 finds them: whoever makes them needs no search.
import { type Account, type Mistake, mistake, nearestAccount } from '../../diagnosis/index.ts'
import type { Keys } from '../auth/authenticate.ts'
import { seconds, tolerance } from '../auth/signature-errors.ts'
import { algorithm, parseAmzTime } from '../signature-v4.ts'
import type { Claim } from './claim.ts'

export interface Facts {
  readonly mistakes: readonly Mistake[]
  /** Whose secret the client may have used, the likeliest first; the first account is the right one when its key is. */
  readonly accounts: readonly Pick<Account, 'key' | 'secret' | 'owner'>[]
  /** How many of them the mistakes speak of. */
  readonly named: number
}

/** @param accounts known to the double; without secrets in any text */
export function factsOf(request: Request, claim: Claim, keys: Keys, accounts: readonly Account[]): Facts {
  const { headers } = request
  const { scope, terminal, time, where, signedHeaders } = claim
  const mistakes: Mistake[] = []
  if (claim.algorithm !== algorithm)
    mistakes.push(
      mistake('wrong-algorithm', {
        message: `The request was signed by ${shown(claim.algorithm)}`,
        hint: `S3 takes ${algorithm}`,
      }),
    )
  if (terminal !== 'aws4_request' || scope.service !== 's3')
    mistakes.push(
      terminal === 'aws4_request'
        ? mistake('wrong-service', {
            message: `The credential says ${shown(scope.service)} as its service`,
            hint: 'KEY/yyyyMMdd/REGION/s3/aws4_request: sign for the service s3',
          })
        : mistake('malformed-credentials', {
            message: `The credential ends with ${shown(terminal)}`,
            hint: 'KEY/yyyyMMdd/REGION/s3/aws4_request',
          }),
    )
  if (scope.day !== time.slice(0, 8))
    mistakes.push(
      mistake('wrong-date', {
        message: `The credential is of the day ${shown(scope.day)}, the request of ${shown(time.slice(0, 8))}`,
        hint: 'Both are the day in UTC: ask the clock once',
      }),
    )
  if (signedHeaders.some((name) => name !== name.toLowerCase()))
    mistakes.push(
      mistake('header-spelling', {
        message: 'SignedHeaders has names in upper case',
        hint: 'host;x-amz-date: sign the names of headers in lower case',
      }),
    )
  const key = keyFacts(claim, keys, accounts)
  mistakes.push(...key.mistakes)
  if (keys.region !== undefined && scope.region !== keys.region)
    mistakes.push(
      mistake('wrong-region', {
        message: `The request was signed for the region ${shown(scope.region)}, and the bucket is in ${keys.region}`,
        hint: `Give the client the region ${keys.region}`,
      }),
    )
  mistakes.push(...timeFacts(claim, keys.now))
  if (where === 'header' && !headers.has('x-amz-content-sha256'))
    mistakes.push(
      mistake('payload-hash', {
        message: 'The header x-amz-content-sha256 is missing',
        hint: 'S3 wants it in every request that is signed by header: the hash of the body, or UNSIGNED-PAYLOAD',
      }),
    )
  const listed = new Set(signedHeaders)
  const { token } = claim
  if (token !== '') mistakes.push(mistake('session-token'))
  const unsigned = [
    ...(listed.has('host') ? [] : ['host']),
    ...[...headers.keys()].filter((name) => name.startsWith('x-amz-') && !listed.has(name)),
  ]
  if (unsigned.length > 0)
    mistakes.push(
      mistake('header-not-signed', {
        message: `${unsigned.slice(0, 8).join(', ')} ${unsigned.length === 1 ? 'is' : 'are'} not among the signed headers (SignedHeaders)`,
        hint: 'host and every x-amz-* header are to be signed: give them to what signs, not to what sends',
      }),
    )
  return { mistakes, accounts: key.accounts, named: key.named }
}

/** Whether the key is the world's, and if not, whose. */
export function keyFacts(
  { accessKeyId }: Pick<Claim, 'accessKeyId'>,
  { credentials }: Pick<Keys, 'credentials'>,
  accounts: readonly Account[],
): Facts {
  const own = { key: credentials.accessKeyId, secret: credentials.secretAccessKey, owner: 'the buckets of this world' }
  if (accessKeyId === own.key) return { mistakes: [], accounts: [own], named: 1 }
  const all = [own, ...accounts.filter(({ service, key }) => service === 's3' && key !== own.key)]
  const swapped = all.find(({ secret }) => secret === accessKeyId)
  if (swapped)
    return {
      mistakes: [
        mistake('key-secret-swapped', {
          message: `The access key that was sent is the secret of ${swapped.owner}`,
          hint: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are swapped; the secret never leaves the client',
        }),
      ],
      // The key is what then signs.
      accounts: [{ ...swapped, secret: swapped.key }, swapped],
      named: 2,
    }
  const named = all.find(({ key }) => key === accessKeyId)
  if (named)
    return {
      mistakes: [
        mistake('other-world', {
          message: `The access key is that of ${named.owner}, and the URL names another world`,
          hint: 'Leave /w/NAME out of the endpoint, or use the keys of that world',
        }),
      ],
      accounts: [named],
      named: 1,
    }
  const other = accounts.find(({ key, service }) => service !== 's3' && key === accessKeyId)
  if (other)
    return {
      mistakes: [
        mistake('other-key', {
          message: `The access key is the key of ${other.owner}`,
          hint: '`stuntdouble env` prints AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
        }),
      ],
      accounts: all.slice(0, 4),
      named: 0,
    }
  const secret = accounts.some((account) => account.secret === accessKeyId)
  const candidates: Account[] = all.map((one) => ({ service: 's3', world: '', ...one }))
  const near = secret ? undefined : nearestAccount(accessKeyId, candidates)
  return {
    mistakes: [
      mistake('unknown-key', {
        message: secret
          ? 'The access key that was sent is a secret of another service'
          : `There is no access key ${shown(accessKeyId)}${near ? `; did you mean ${shown(near.key)}, that of ${near.owner}?` : ''}`,
        hint: '`stuntdouble env` prints those of main; POST /_stuntdouble/worlds gives a world those that your app has',
      }),
    ],
    accounts: [...(near ? [near] : []), ...all.filter(({ key }) => key !== near?.key)].slice(0, 4),
    named: near ? 1 : 0,
  }
}

function timeFacts({ where, time, expires }: Claim, now: number): Mistake[] {
  const signedAt = parseAmzTime(time)
  if (signedAt === undefined) return []
  const ahead = signedAt - now
  const world = `The world's clock says ${seconds(now)}, the client's ${seconds(signedAt)}`
  const hint = "Set the client's clock, or the world's: PUT /_stuntdouble/clock"
  if (where === 'header') {
    if (Math.abs(ahead) <= tolerance) return []
    return [
      ahead > 0
        ? mistake('clock-fast', { message: `The client's clock is ${lasting(ahead)} fast. ${world}`, hint })
        : mistake('clock-slow', {
            message: `The client's clock is ${lasting(-ahead)} slow, or the request was signed that long ago. ${world}`,
            hint,
          }),
    ]
  }
  if (ahead > tolerance)
    return [
      mistake('not-yet-valid', {
        message: `The URL counts from ${seconds(signedAt)} on, ${lasting(ahead)} from now. The world's clock says ${seconds(now)}`,
        hint,
      }),
    ]
  const endsAt = signedAt + Number(expires || 'NaN') * 1000
  if (!(now > endsAt)) return []
  return [
    mistake('expired', {
      message: `The URL lasted ${Number(expires)} s and expired ${lasting(now - endsAt)} ago. The world's clock says ${seconds(now)}`,
      hint: "Make it again, or give it longer (at most a week); PUT /_stuntdouble/clock sets the world's clock",
    }),
  ]
}

/** `2 h 5 min` */
export function lasting(ms: number): string {
  const all = Math.round(ms / 1000)
  const parts: [number, string][] = [
    [Math.floor(all / 86_400), 'd'],
    [Math.floor(all / 3600) % 24, 'h'],
    [Math.floor(all / 60) % 60, 'min'],
    [all % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return `${Math.round(ms)} ms`
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
