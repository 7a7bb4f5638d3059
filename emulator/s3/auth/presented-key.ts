// The access key that a request names, before anything of it is believed: it chooses the world.
import { saidBefore } from './known-authorization.ts'

/** Undefined when it names none, or none that can be read; then nobody need look for a world. */
export function presentedAccessKey({ request, query }: { request: Request; query: string }): string | undefined {
  const authorization = request.headers.get('authorization')
  if (authorization !== null)
    return (
      saidBefore(authorization)?.accessKeyId ??
      /^AWS ([^:\s]+):/.exec(authorization)?.[1] ??
      keyOf(/Credential=([^,\s]+)/.exec(authorization)?.[1])
    )
  const [, name, value] = /(?:^|&)(X-Amz-Credential|AWSAccessKeyId)=([^&]+)/.exec(query) ?? []
  if (value === undefined) return undefined
  try {
    const decoded = decodeURIComponent(value)
    return name === 'AWSAccessKeyId' ? decoded : keyOf(decoded)
  } catch {
    // No UTF-8: what is wrong with it is said when it is verified.
    return undefined
  }
}

/** A key may hold slashes; the four parts behind it may not. */
function keyOf(credential: string | undefined): string | undefined {
  return credential?.split('/').slice(0, -4).join('/') || undefined
}
