// Checks what CloudFront would check: that a custom policy was signed by the key pair, and what it allows (§2.8).
import { publicKey } from '../fixtures/duracloud/cloudfront-key-pair.ts'

export interface VerifiedPolicy {
  valid: boolean
  text: string
  resource: string
  /** Seconds since 1970. */
  expires: number
  sourceIp: string | undefined
}

interface PolicyDocument {
  Statement: [
    {
      Resource: string
      Condition: { DateLessThan: { 'AWS:EpochTime': number }; IpAddress?: { 'AWS:SourceIp': string } }
    },
  ]
}

/** @param signed in CloudFront's alphabet, as cookies and queries hold them */
export async function verifyPolicy(signed: { policy: string; signature: string }): Promise<VerifiedPolicy> {
  const key = await crypto.subtle.importKey(
    'spki',
    Uint8Array.from(atob(publicKey), (character) => character.charCodeAt(0)),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' },
    false,
    ['verify'],
  )
  const policy = decode(signed.policy)
  const valid = await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, decode(signed.signature), policy)
  const text = new TextDecoder().decode(policy)
  const [statement] = (JSON.parse(text) as PolicyDocument).Statement
  return {
    valid,
    text,
    resource: statement.Resource,
    expires: statement.Condition.DateLessThan['AWS:EpochTime'],
    sourceIp: statement.Condition.IpAddress?.['AWS:SourceIp'],
  }
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
