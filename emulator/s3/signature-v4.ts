// The words of Signature Version 4: its scope, its times, its encoding.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

export const algorithm = 'AWS4-HMAC-SHA256'

/** What a signature is made for; the secret key makes it for this day, region and service only. */
export interface Scope {
  /** `20260101` */
  day: string
  region: string
  service: string
}

export function scopeText({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}/aws4_request`
}

/** ms → `20260101T000000Z` */
export function amzTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** `20260101T000000Z` → ms; undefined when it is none. */
export function parseAmzTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** Everything but the unreserved characters becomes `%XX`. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
