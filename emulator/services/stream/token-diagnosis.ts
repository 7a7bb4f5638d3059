// What is wrong with a token that was refused, for developers: the journal says it, the wire never does.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Account, accountsKnown, type Mistake, mistake } from '../../diagnosis/index.ts'
import { otherSecrets } from '../../diagnosis/other-secrets.ts'
import type { Diagnosis } from '../../journal.ts'
import type { World } from '../../world.ts'
import { timeMistakes } from './token-times.ts'
import { type ReadToken, readTokenLeniently } from './token-shape.ts'

const hashes = { HS256: sha256, HS384: sha384, HS512: sha512 } as const

/**
 * @param presented what stood in Authorization
 * @param account the app whose API key was sent, or the nearest; default that of the world
 */
export function diagnoseToken(world: World, presented: string, account?: Pick<Account, 'key' | 'secret'>): Diagnosis {
  const { apiKey, apiSecret } = world.credentials.stream
  const app = account ?? { key: apiKey, secret: apiSecret }
  const accounts = accountsKnown(world, 'stream')
  const { token, mistakes } = readTokenLeniently(presented, accounts)
  if (!token) return { mistakes }
  const signature = signatureMistakes(token, app, accounts)
  const all = [...mistakes, ...signature, ...timeMistakes(world, token.payload)]
  return { mistakes: all, ...(signature.length > 0 && { expected: { stringToSign: token.signed } }) }
}

interface KeyWay {
  readonly mistake?: Mistake
  readonly key: string | Uint8Array
}

function signatureMistakes(
  token: ReadToken,
  app: Pick<Account, 'key' | 'secret'>,
  accounts: readonly Account[],
): Mistake[] {
  const { alg } = token.header
  const algorithm = alg === 'HS256' || alg === 'HS384' || alg === 'HS512' ? alg : undefined
  const wrong =
    alg === 'HS256'
      ? []
      : [
          mistake('wrong-algorithm', {
            message: `The token's alg is ${JSON.stringify(alg ?? null).slice(0, 40)}`,
            hint: 'Sign by HS256, and no other',
          }),
        ]
  // Without a secret, or with a key pair, nothing more can be told.
  if (!algorithm) return wrong
  const bytes = utf8ToBytes(token.signed)
  const signatures = [token.signature]
  const hex = new TextDecoder().decode(token.signature)
  if (/^[0-9a-f]{64,128}$/i.test(hex)) signatures.push(hexToBytes(hex.toLowerCase()))
  for (const { key, mistake: found } of keysOf(app, accounts)) {
    const expected = bytesToHex(
      hmac(hashes[algorithm], typeof key === 'string' ? utf8ToBytes(key.toWellFormed()) : key, bytes),
    )
    const at = signatures.findIndex((signature) => bytesToHex(signature) === expected)
    if (at === -1) continue
    const spelled =
      at === 0
        ? []
        : [
            mistake('signature-hex', {
              message: 'The signature of the token is the text of its hex digits',
              hint: 'Encode the bytes of the HMAC in base64url',
            }),
          ]
    return [...wrong, ...spelled, ...(found ? [found] : [])]
  }
  return [
    ...wrong,
    mistake('unknown-secret', {
      message: `No secret that the double knows signed this token (${JSON.stringify(token.payload).slice(0, 200)}), or it was changed afterwards`,
      hint: '`stuntdouble env` prints STREAM_API_SECRET; POST /_stuntdouble/worlds gives a world the secret of your app',
    }),
  ]
}

function* keysOf({ key, secret }: Pick<Account, 'key' | 'secret'>, accounts: readonly Account[]): Generator<KeyWay> {
  yield { key: secret }
  const encoded = (bytes: Uint8Array | undefined, how: string): KeyWay[] =>
    bytes
      ? [
          {
            key: bytes,
            mistake: mistake('secret-encoded', {
              message: `The token was signed with the secret ${how}`,
              hint: 'The key of HS256 is the UTF-8 of the secret as it stands',
            }),
          },
        ]
      : []
  yield* encoded(fromBase64Url(secret), 'base64-decoded')
  yield* encoded(/^(?:[0-9a-f]{2})+$/i.test(secret) ? hexToBytes(secret.toLowerCase()) : undefined, 'read as hex')
  const apps = new Map(accounts.filter(({ service }) => service === 'stream').map((one) => [one.secret, one]))
  for (const other of otherSecrets(secret, key, accounts)) {
    const app = apps.get(other.secret)
    const { message, hint } = other
    yield {
      key: other.secret,
      mistake:
        other.code === 'other-secret' && app
          ? mistake('other-app', {
              message: `The token was signed with the secret of ${app.owner}, whose API key is ${JSON.stringify(app.key)}`,
              hint: 'API key and secret of one app belong together',
            })
          : mistake(
              other.code,
              other.code === 'key-as-secret'
                ? {
                    message: 'The token was signed with the API key',
                    hint: 'new StreamClient(KEY, SECRET): the secret comes second',
                  }
                : { message, hint },
            ),
    }
  }
}

function fromBase64Url(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    // Then nobody has decoded it.
    return undefined
  }
}
