// Why a signature of Version 2 was refused, in a header, in a URL or in a form.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { firstDifference, type Mistake, mistake, type MistakeCode } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import type { Keys } from '../auth/authenticate.ts'
import { toBase64 } from '../auth/checksums.ts'
import { httpTime } from '../auth/header-signature.ts'
import { parseQuery } from '../auth/query.ts'
import { seconds, tolerance } from '../auth/signature-errors.ts'
import { signVersion2, version2Text } from '../auth/signature-v2.ts'
import { bucketOfHost } from '../host.ts'
import { parseAmzTime } from '../signature-v4.ts'
import { keyFacts, lasting } from './credential-facts.ts'
import { otherSecrets } from '../../diagnosis/other-secrets.ts'
import { type KeyAlternative, searchTexts, type TextAlternative } from './text-search.ts'
import type { Refused } from './version4.ts'

export function isVersion2({ headers }: Request, query: string): boolean {
  const authorization = headers.get('authorization')
  return authorization === null ? /(?:^|&)(?:AWSAccessKeyId|Signature)=/.test(query) : authorization.startsWith('AWS ')
}

export function diagnoseVersion2({ request, query, path, prefix, origin, keys }: Refused): Diagnosis {
  const { headers, method } = request
  const parameters = parseQuery(query)
  const find = (wanted: string) => parameters.find(([name]) => name === wanted)?.[1] ?? ''
  const authorization = headers.get('authorization')
  const [, ofHeader = '', presented = find('Signature')] =
    /^AWS ([^:\s]+):(\S+)$/.exec(authorization?.trim() ?? '') ?? []
  const accessKeyId = authorization === null ? find('AWSAccessKeyId') : ofHeader
  if (accessKeyId === '' || presented === '')
    return {
      mistakes: [
        mistake('malformed-credentials', {
          hint: 'Authorization: AWS KEY:SIGNATURE, or AWSAccessKeyId, Expires and Signature in the query',
        }),
      ],
    }

  const amzDate = headers.get('x-amz-date')
  const date = amzDate ?? headers.get('date') ?? ''
  const when = authorization === null ? find('Expires') : amzDate === null ? date : ''
  const certain = authorization === null ? expiry(when, keys.now) : clock(date, keys.now)
  const hosted = origin === undefined ? undefined : bucketOfHost(origin)
  const own = hosted === undefined ? '' : `/${hosted}`
  const right = { method, headers, parameters, resource: `${own}${path}`, when }
  const stringToSign = version2Text(right)
  const texts: TextAlternative[] = [{ text: stringToSign }]
  const also = (
    code: MistakeCode,
    message: string,
    hint: string,
    change: Partial<typeof right>,
    edit = (text: string) => text,
  ) => {
    const text = edit(version2Text({ ...right, ...change }))
    if (text !== stringToSign) texts.push({ text, mistake: mistake(code, { message, hint }) })
  }
  for (const other of ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])
    also('wrong-method', `The request was signed as ${other}, and sent as ${method}`, 'Sign the method that is sent', {
      method: other,
    })
  const lines =
    'METHOD, Content-MD5, Content-Type, the date, the x-amz-… headers, the resource, with a line end behind each but the last'
  also('trailing-newline', 'The string to sign ended with a line end', lines, {}, (text) => `${text}\n`)
  for (const name of ['content-type', 'content-md5'])
    if (headers.has(name))
      also(
        'not-signed',
        `${name} was not signed`,
        'Content-Type and Content-MD5 are signed as they are sent: an HTTP library may add one',
        {
          headers: without(headers, (one) => one === name),
        },
      )
  const type = headers.get('content-type')?.split(';')[0]?.trim()
  if (type !== undefined)
    also('header-changed', `Content-Type was signed as ${JSON.stringify(type)}`, 'Sign Content-Type as it is sent', {
      headers: replaced(headers, 'content-type', type),
    })
  for (const name of [...headers.keys()].filter((one) => one.startsWith('x-amz-')).slice(0, 12))
    also('header-not-signed', `${name} was not signed`, 'Every x-amz-… header is signed', {
      headers: without(headers, (one) => one === name),
    })
  also('header-not-signed', 'No x-amz-… header was signed', 'Every x-amz-… header is signed', {
    headers: without(headers, (one) => one.startsWith('x-amz-')),
  })
  if (amzDate !== null)
    for (const signed of [amzDate, headers.get('date') ?? ''])
      also('wrong-date', 'The line of the date is empty where x-amz-date is sent, and was signed with one', lines, {
        when: signed,
      })
  also(
    'not-signed',
    'The sub-resource (?acl, ?uploads, …) was not signed',
    'Sub-resources are a part of the resource',
    { parameters: parameters.filter(([name]) => name.toLowerCase().startsWith('x-amz-')) },
  )
  also('raw-query', 'The whole query was signed', 'Only sub-resources are a part of what is signed', {}, (text) =>
    text.includes('?') ? text : `${text}?${query}`,
  )
  if (hosted !== undefined)
    also(
      'bucket-not-in-path',
      'The resource was signed without its bucket',
      'Sign /BUCKET/KEY, also where the host names the bucket',
      { resource: path },
    )
  if (hosted === undefined)
    also('bucket-not-in-path', 'The resource was signed without its bucket', 'Sign /BUCKET/KEY', {
      resource: path.replace(/^\/[^/]*/, '') || '/',
    })
  if (prefix !== undefined)
    also('path-spelling', `The resource was signed without /w/${prefix}`, 'Make it part of the endpoint', {
      resource: `${own}${path.slice(`/w/${prefix}`.length)}`,
    })
  also('not-encoded', 'The resource was signed without percent-encoding', 'Sign the path as it is sent', {
    resource: decodedPath(`${own}${path}`),
  })
  also('double-encoded', 'The resource was percent-encoded twice', 'Sign the path as it is sent', {
    resource: `${own}${path}`.replaceAll('%', '%25'),
  })
  also(
    'path-spelling',
    'The resource was signed with a slash more, or less, at its end',
    'Sign the path as it is sent',
    { resource: path.endsWith('/') ? `${own}${path.slice(0, -1)}` : `${own}${path}/` },
  )
  return explain({ accessKeyId, presented, texts, keys, certain })
}

export interface Explained {
  accessKeyId: string
  presented: string
  /** The right one first. */
  texts: readonly TextAlternative[]
  keys: Keys
  certain: readonly Mistake[]
}

/** A secret appears in no part of the answer. */
export function explain({ accessKeyId, presented, texts, keys, certain }: Explained): Diagnosis {
  const accounts = keys.accounts?.() ?? []
  const facts = keyFacts({ accessKeyId }, keys, accounts)
  const [account] = facts.accounts
  const stringToSign = texts[0]?.text ?? ''
  const expected = { stringToSign }
  const shape = base64Of(presented)
  const known = [...facts.mistakes, ...certain, ...shape.mistakes]
  if (!account || shape.signature === undefined) return { mistakes: known, expected }
  const { secret } = account
  const signing: KeyAlternative[] = [
    { sign: (text) => signVersion2(secret, text) },
    {
      sign: (text) => toBase64(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(text))),
      mistake: mistake('wrong-algorithm', {
        message: 'The signature is an HMAC-SHA256',
        hint: 'Signature Version 2 of S3 is HMAC-SHA1; better use Version 4',
      }),
    },
    {
      sign: (text) => signVersion2(text, secret),
      mistake: mistake('arguments-swapped'),
    },
  ]
  for (const { code, message, hint, secret: other } of otherSecrets(secret, accessKeyId, accounts))
    signing.push({ sign: (text) => signVersion2(other, text), mistake: mistake(code, { message, hint }) })
  const found = searchTexts(shape.signature, texts, signing)
  if (!found) return { mistakes: known, expected }
  const difference = firstDifference(stringToSign, found.text)
  return {
    mistakes: [...known, ...found.mistakes],
    expected,
    received: { stringToSign: found.text },
    ...(difference && { difference }),
  }
}

function base64Of(presented: string): { signature: string | undefined; mistakes: readonly Mistake[] } {
  if (/^[A-Za-z0-9+/]{27}=$/.test(presented) || /^[A-Za-z0-9+/]{43}=$/.test(presented))
    return { signature: presented, mistakes: [] }
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(presented))
    return {
      signature: toBase64(hexToBytes(presented.toLowerCase())),
      mistakes: [mistake('signature-hex', { hint: 'Encode the bytes of the HMAC in base64, not their hex digits' })],
    }
  const plus = presented.trim().replaceAll(' ', '+')
  if (/^[A-Za-z0-9+/]{27}=$/.test(plus))
    return {
      signature: plus,
      mistakes: [mistake(presented.trim() === plus ? 'signature-newline' : 'signature-not-encoded')],
    }
  const standard = `${plus.replaceAll('-', '+').replaceAll('_', '/').replace(/=*$/, '')}=`
  if (/^[A-Za-z0-9+/]{27}=$/.test(standard)) return { signature: standard, mistakes: [mistake('signature-base64url')] }
  if (/%[0-9a-f]{2}/i.test(plus))
    return {
      signature: plus.replaceAll(/%2b/gi, '+').replaceAll(/%2f/gi, '/').replaceAll(/%3d/gi, '='),
      mistakes: [mistake('double-encoded', { message: 'The signature was percent-encoded twice' })],
    }
  return {
    signature: undefined,
    mistakes: [
      mistake('signature-malformed', { hint: 'Send the base64 of the 20 bytes of the HMAC-SHA1: 28 characters' }),
    ],
  }
}

function clock(date: string, now: number): Mistake[] {
  const signedAt = parseAmzTime(date) ?? httpTime(date)
  if (signedAt === undefined)
    return [
      mistake('malformed-credentials', {
        message: 'There is no date, or none that can be read',
        hint: 'Send and sign Date or x-amz-date',
      }),
    ]
  const ahead = signedAt - now
  if (Math.abs(ahead) <= tolerance) return []
  const message = `The client's clock is ${lasting(Math.abs(ahead))} ${ahead > 0 ? 'fast' : 'slow'}. The world's clock says ${seconds(now)}`
  return [mistake(ahead > 0 ? 'clock-fast' : 'clock-slow', { message })]
}

function expiry(expires: string, now: number): Mistake[] {
  const endsAt = Number(expires) * 1000
  if (!/^-?\d{1,15}$/.test(expires))
    return [
      mistake('malformed-credentials', {
        message: 'Expires is no instant in seconds since 1970',
        hint: 'Expires of Signature Version 2 is when the URL ends, not how long it lasts',
      }),
    ]
  if (now <= endsAt) return []
  const lasted = Number(expires) < 1_000_000_000
  return [
    mistake('expired', {
      message: `The URL expired ${lasted ? 'long' : lasting(now - endsAt)} ago. The world's clock says ${seconds(now)}`,
      hint: lasted
        ? 'Expires of Signature Version 2 is when the URL ends, in seconds since 1970, not how long it lasts'
        : 'Make it again, or give it longer',
    }),
  ]
}

function without(headers: Headers, left: (name: string) => boolean): Headers {
  return new Headers([...headers].filter(([name]) => !left(name)))
}

function replaced(headers: Headers, name: string, value: string): Headers {
  const all = new Headers(headers)
  all.set(name, value)
  return all
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Then nobody signed it so.
    return path
  }
}
