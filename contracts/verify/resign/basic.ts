// DuraCloud: the password of the user whom the request names.
import { given, consumersSecret, type OutgoingRequest, type Signing } from './request.ts'

/** The user stays; a name that the provider does not know is sent as it is. */
export function resignBasic(request: OutgoingRequest, signing: Signing): OutgoingRequest {
  const [scheme = '', encoded = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic' || signing.isLiteral('authorization')) return request
  const [asked = ''] = decode(encoded).split(':')
  const users = given(signing, 'duracloud')
  // Other worlds than `main` put their name behind their users'.
  const user =
    users.find(({ username }) => username === asked) ?? users.find(({ username }) => username.startsWith(`${asked}-`))
  if (!user) return request
  const headers = new Headers(request.headers)
  const password = consumersSecret(user.password, signing)
  headers.set('authorization', `Basic ${encodeBase64(`${user.username}:${password}`)}`)
  return { ...request, headers }
}

function decode(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
  } catch {
    // No Base64: nobody's name.
    return ''
  }
}

function encodeBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
