// Why the form that a browser posted was refused: what signs it is the policy alone, in base64.
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { firstDifference, type Mistake, mistake } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import type { Keys } from '../auth/authenticate.ts'
import { fromBase64, toBase64 } from '../auth/checksums.ts'
import { algorithm, parseAmzTime, scopeText } from '../signature-v4.ts'
import { keyFacts } from './credential-facts.ts'
import { presentedSignature } from './presented-signature.ts'
import { keptSigner } from './search.ts'
import { signingMistakes, stepsOf } from './signing-mistakes.ts'
import { searchTexts, type TextAlternative } from './text-search.ts'
import { explain } from './version2.ts'

/** @param sent by names in lower case. Undefined where the form shows nothing but what the refusal says. */
export function diagnoseForm(sent: ReadonlyMap<string, string>, keys: Keys): Diagnosis | undefined {
  const policy = sent.get('policy')
  if (policy === undefined) return undefined
  const texts = policyTexts(policy)
  const version2 = sent.get('awsaccesskeyid')
  const signature = sent.get('signature')
  if (version2 !== undefined && signature !== undefined)
    return explain({ accessKeyId: version2, presented: signature, texts, keys, certain: [] })
  return diagnoseVersion4Form(sent, policy, texts, keys)
}

function diagnoseVersion4Form(
  sent: ReadonlyMap<string, string>,
  policy: string,
  texts: readonly TextAlternative[],
  keys: Keys,
): Diagnosis | undefined {
  const parts = (sent.get('x-amz-credential') ?? '').split('/')
  const provided = sent.get('x-amz-signature')
  if (parts.length < 5 || provided === undefined) return undefined
  const [day = '', region = '', service = '', terminal = ''] = parts.slice(-4)
  const accessKeyId = parts.slice(0, -4).join('/')
  const scope = { day, region, service }
  const time = sent.get('x-amz-date') ?? ''
  const accounts = keys.accounts?.() ?? []
  const facts = keyFacts({ accessKeyId }, keys, accounts)
  const presented = presentedSignature(provided)
  const chosen = sent.get('x-amz-algorithm')
  const certain: Mistake[] = []
  if (chosen !== undefined && chosen !== algorithm)
    certain.push(
      mistake('wrong-algorithm', {
        message: `X-Amz-Algorithm is ${JSON.stringify(chosen.slice(0, 40))}`,
        hint: `S3 takes ${algorithm}`,
      }),
    )
  if (service !== 's3' || terminal !== 'aws4_request')
    certain.push(mistake('wrong-service', { message: 'X-Amz-Credential does not end with s3/aws4_request' }))
  if (parseAmzTime(time) === undefined || time.slice(0, 8) !== day)
    certain.push(
      mistake('wrong-date', {
        message: 'X-Amz-Date is no time of the day that X-Amz-Credential names',
        hint: 'yyyyMMddTHHmmssZ, in UTC',
      }),
    )
  certain.push(...facts.mistakes)
  if (keys.region !== undefined && region !== keys.region)
    certain.push(
      mistake('wrong-region', {
        message: `The form was signed for the region ${JSON.stringify(region.slice(0, 40))}, and the bucket is in ${keys.region}`,
      }),
    )
  certain.push(...presented.mistakes)

  const [account] = facts.accounts
  const expected = { stringToSign: policy }
  if (!account || presented.hex === undefined) return { mistakes: certain, expected }
  const right = {
    time,
    scope: scopeText(scope),
    ending: '',
    digest: (hash: string) => hash,
    key: { secret: account.secret, prefix: 'AWS4', steps: stepsOf(scope) },
  }
  const signing = [
    { sign: keptSigner(right.key) },
    ...[...signingMistakes({ accessKeyId, secret: account.secret, scope, time, region: keys.region, known: accounts })]
      .filter(({ about }) => about !== 'text')
      .map(({ code, message, hint, apply }) => ({
        sign: keptSigner(apply(right).key),
        mistake: mistake(code, { message, hint }),
      })),
  ]
  const found = searchTexts(presented.hex, texts, signing)
  if (!found) return { mistakes: certain, expected }
  const difference = firstDifference(policy, found.text)
  return {
    mistakes: [...certain, ...found.mistakes],
    expected,
    received: { stringToSign: found.text },
    ...(difference && { difference }),
  }
}

/** What clients take for the policy that they sign. */
function policyTexts(policy: string): TextAlternative[] {
  const texts: TextAlternative[] = [{ text: policy }]
  const also = (text: string | undefined, message: string) => {
    if (text !== undefined && text !== policy) texts.push({ text, mistake: mistake('policy-not-encoded', { message }) })
  }
  const bytes = fromBase64(policy.replaceAll(/\s/g, ''))
  const json = bytes && new TextDecoder().decode(bytes)
  also(json, 'The JSON of the policy was signed, not its base64')
  also(policy.replaceAll(/\s/g, ''), 'The policy was sent with white space that was not signed')
  also(encodeURIComponent(policy), 'The policy was signed percent-encoded')
  also(
    policy.replaceAll('+', '-').replaceAll('/', '_').replace(/=*$/, ''),
    'The policy was signed in the base64 of URLs',
  )
  also(policy.replaceAll(/.{76}/g, '$&\n'), 'The policy was signed in lines')
  if (json !== undefined) {
    also(toBase64(utf8ToBytes(`${json}\n`)), 'The policy was signed with a line end behind its JSON')
    also(toBase64(utf8ToBytes(json.trim())), 'The policy was sent with white space around its JSON that was not signed')
  }
  texts.push({
    text: `${policy}\n`,
    mistake: mistake('trailing-newline', {
      message: 'The policy was signed with a line end behind it',
      hint: 'Sign the very text that the form has',
    }),
  })
  return texts
}
