// `ACCESS-KEY/yyyyMMdd/REGION/s3/aws4_request`: who signs, and for what.
import type { Scope } from '../signature-v4.ts'

export interface Credential {
  accessKeyId: string
  scope: Scope
}

/** What is wrong with a credential, in S3's words; what it is called differs between the header, the query and a form. */
export type CredentialFault = (what: string) => Error

/** @throws what `fault` makes of S3's words */
export function parseCredential(text: string, fault: CredentialFault): Credential {
  const parts = text.split('/')
  // A key may hold slashes; nothing behind it may.
  const [day = '', region = '', service = '', terminal = ''] = parts.slice(-4)
  const accessKeyId = parts.slice(0, -4).join('/')
  if (parts.length < 5)
    throw fault('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')
  if (accessKeyId === '') throw fault('a non-empty Access Key (AKID) must be provided in the credential.')
  if (terminal !== 'aws4_request') throw fault(`incorrect terminal "${terminal}". This endpoint uses "aws4_request".`)
  if (service !== 's3') throw fault(`incorrect service "${service}". This endpoint belongs to "s3".`)
  if (!/^\d{8}$/.test(day))
    throw fault(`incorrect date format "${day}". This date in the credential must be in the format "yyyyMMdd".`)
  if (region === '') throw fault('a non-empty region must be provided in the credential.')
  return { accessKeyId, scope: { day, region, service } }
}
