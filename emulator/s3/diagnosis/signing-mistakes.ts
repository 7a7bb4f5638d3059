// What clients do otherwise with the canonical form of a request: the key that signs, the scope, the time, the text.
import type { MistakeCode } from '../../diagnosis/index.ts'
import { amzTime, parseAmzTime, type Scope, scopeText } from '../signature-v4.ts'
import type { Explained, SigningMistake } from './alternative.ts'
import type { Signing, SigningKey } from './reading.ts'
import { type KnownSecret, otherSecrets } from '../../diagnosis/other-secrets.ts'

export interface SigningFacts {
  accessKeyId: string
  secret: string
  scope: Scope
  time: string
  /** Of the bucket. */
  region: string | undefined
  known: Iterable<KnownSecret>
}

export function* signingMistakes(facts: SigningFacts): Generator<SigningMistake> {
  for (const { secret, ...other } of otherSecrets(facts.secret, facts.accessKeyId, facts.known))
    yield { about: 'secret', ...other, apply: (signing) => withKey(signing, { secret }) }
  yield* textMistakes(facts)
  yield* scopeMistakes(facts)
  yield* keyMistakes(facts)
}

function withKey(signing: Signing, change: Partial<SigningKey>): Signing {
  return { ...signing, key: { ...signing.key, ...change } }
}

function* textMistakes({ time }: SigningFacts): Generator<SigningMistake> {
  const changed = (
    code: MistakeCode,
    change: Partial<Signing>,
    explained: Explained,
    likely = true,
  ): SigningMistake => ({ code, about: 'text', likely, ...explained, apply: (signing) => ({ ...signing, ...change }) })
  const hint =
    'AWS4-HMAC-SHA256, time, scope and the hash of the canonical request, joined by line ends; nothing behind them'
  yield changed('trailing-newline', { ending: '\n' }, { message: 'The string to sign ended with a line end', hint })
  yield changed(
    'canonical-not-hashed',
    { digest: (_, canonical) => canonical },
    { message: 'The canonical request was signed itself, not its hash', hint },
    false,
  )
  yield changed(
    'canonical-not-hashed',
    { digest: (hash) => hash.toUpperCase() },
    { message: 'The hash of the canonical request was signed in upper case', hint },
    false,
  )
  const at = parseAmzTime(time)
  if (at === undefined) return
  for (const seconds of [-1, 1, -2, 2])
    yield changed(
      'wrong-date',
      { time: amzTime(at + seconds * 1000) },
      {
        message: `The string to sign has another time than X-Amz-Date, by ${Math.abs(seconds)} s`,
        hint: 'Ask the clock once, and use that time for both',
      },
      false,
    )
}

/** Those in which most clients are; the bucket's comes first. */
const regions = [
  'us-east-1',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'auto',
  'us-east-2',
  'us-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'eu-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'sa-east-1',
  'ca-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'local',
  'localhost',
  'us',
  'eu',
]
const services = [
  'execute-api',
  'es',
  'sts',
  'iam',
  'ec2',
  'lambda',
  'dynamodb',
  'sqs',
  's3express',
  's3-object-lambda',
  'S3',
  'glacier',
]

function* scopeMistakes({ scope, region }: SigningFacts): Generator<SigningMistake> {
  const likelyRegions = new Set([...(region === undefined ? [] : [region]), ...regions.slice(0, 3)])
  for (const other of new Set([...likelyRegions, ...regions]))
    if (other !== scope.region)
      yield* otherScope(
        'wrong-region',
        scope,
        { region: other },
        {
          message: `The request was signed for the region ${other}, and its credential says ${scope.region}`,
          hint: 'Scope, signing key and credential have to name one region, that of the bucket',
        },
        likelyRegions.has(other),
      )
  for (const [at, other] of services.entries())
    yield* otherScope(
      'wrong-service',
      scope,
      { service: other },
      {
        message: `The request was signed for the service ${other}, and its credential says ${scope.service}`,
        hint: 'Scope, signing key and credential have to name the service s3',
      },
      at === 0,
    )
  for (const [at, days] of [-1, 1, -2, -7, -30].entries())
    yield* otherScope(
      'wrong-date',
      scope,
      { day: dayAfter(scope.day, days) },
      {
        message: `The request was signed by a key of another day, ${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days < 0 ? 'before' : 'after'} that of its credential`,
        hint: 'Derive the signing key for the day of X-Amz-Date in UTC; a key that is kept is good for one day',
      },
      at < 2,
    )
}

/** In the key alone (the usual case), in key and text, in the text alone. */
function* otherScope(
  code: 'wrong-region' | 'wrong-service' | 'wrong-date',
  scope: Scope,
  change: Partial<Scope>,
  explained: Explained,
  likely: boolean,
): Generator<SigningMistake> {
  const other = { ...scope, ...change }
  const steps = stepsOf(other)
  const text = scopeText(other)
  const common = { code, about: 'scope', ...explained }
  yield { ...common, likely, apply: (signing) => withKey(signing, { steps }) }
  yield { ...common, likely: false, apply: (signing) => withKey({ ...signing, scope: text }, { steps }) }
  yield { ...common, likely: false, apply: (signing) => ({ ...signing, scope: text }) }
}

function* keyMistakes({ scope }: SigningFacts): Generator<SigningMistake> {
  const hint = 'HMAC("AWS4" + secret, day), of that the region, the service and aws4_request: the bytes, not their hex'
  const keyed = (change: Partial<SigningKey>, message: string, likely = false): SigningMistake => ({
    code: 'signing-key',
    about: 'scope',
    likely,
    message,
    hint,
    apply: (signing) => withKey(signing, change),
  })
  const { day, region, service } = scope
  yield keyed({ prefix: '' }, 'The signing key was derived without "AWS4" before the secret', true)
  yield keyed({ steps: [] }, 'The request was signed with "AWS4" and the secret, not with a key derived of them')
  yield keyed({ prefix: '', steps: [] }, 'The request was signed with the secret itself, not with a key derived of it')
  yield keyed({ steps: [day, region, service] }, 'The signing key was derived without its last step, "aws4_request"')
  yield keyed(
    { steps: [region, day, service, 'aws4_request'] },
    'The signing key was derived for the region before the day',
  )
  yield keyed(
    { steps: [day, service, region, 'aws4_request'] },
    'The signing key was derived for the service before the region',
  )
}

export function stepsOf({ day, region, service }: Scope): string[] {
  return [day, region, service, 'aws4_request']
}

function dayAfter(day: string, days: number): string {
  const at = parseAmzTime(`${day}T000000Z`)
  return at === undefined ? day : amzTime(at + days * 86_400_000).slice(0, 8)
}
