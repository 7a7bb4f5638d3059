// What a request says of its own signature, read with more patience than verification has.
import { algorithm, type Scope } from '../signature-v4.ts'
import { sentParameters } from './query-mistakes.ts'
import type { SentParameter } from './reading.ts'

export interface Claim {
  readonly where: 'header' | 'query'
  /** `AWS4-HMAC-SHA256` */
  readonly algorithm: string
  readonly accessKeyId: string
  readonly scope: Scope
  /** The last part of the scope. */
  readonly terminal: string
  readonly time: string
  readonly signedHeaders: readonly string[]
  /** As it was presented. */
  readonly signature: string
  /** Seconds that a URL lasts. */
  readonly expires: string
  /** That comes with temporary keys. */
  readonly token: string
}

/** Undefined when there is no credential that can be read. */
export function claimOf(request: Request, query: string): Claim | undefined {
  const authorization = request.headers.get('authorization')
  return authorization === null ? claimOfQuery(sentParameters(query)) : claimOfHeader(authorization, request.headers)
}

function claimOfHeader(authorization: string, headers: Headers): Claim | undefined {
  const part = (name: string) => new RegExp(`(?:^|[\\s,])${name}=([^,\\s]*)`, 'i').exec(authorization)?.[1] ?? ''
  return claim({
    where: 'header',
    algorithm: /^\S*/.exec(authorization)?.[0] ?? '',
    credential: part('Credential'),
    time: headers.get('x-amz-date') ?? headers.get('date') ?? '',
    names: part('SignedHeaders'),
    signature: part('Signature'),
    expires: '',
    token: headers.get('x-amz-security-token') ?? '',
  })
}

function claimOfQuery(parameters: readonly SentParameter[]): Claim | undefined {
  const part = (wanted: string) => parameters.find(({ name }) => name.toLowerCase() === wanted)?.value ?? ''
  return claim({
    where: 'query',
    algorithm: part('x-amz-algorithm') || algorithm,
    credential: part('x-amz-credential'),
    time: part('x-amz-date'),
    names: part('x-amz-signedheaders'),
    signature: part('x-amz-signature'),
    expires: part('x-amz-expires'),
    token: part('x-amz-security-token'),
  })
}

interface Parts extends Pick<Claim, 'where' | 'algorithm' | 'time' | 'signature' | 'expires' | 'token'> {
  credential: string
  names: string
}

function claim({ credential, names, ...rest }: Parts): Claim | undefined {
  const parts = credential.split('/')
  if (parts.length < 5) return undefined
  const [day = '', region = '', service = '', terminal = ''] = parts.slice(-4)
  const signedHeaders = names.split(';').filter((name) => name !== '')
  return {
    ...rest,
    accessKeyId: parts.slice(0, -4).join('/'),
    scope: { day, region, service },
    terminal,
    signedHeaders,
  }
}
