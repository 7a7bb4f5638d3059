// The credentials of a world, for every service: toy secrets that open nothing but a double.
import { defined } from './defined.ts'
import type { Ids } from './ids.ts'

export interface TelestreamCredentials {
  accessKey: string
  secretKey: string
  /** The id of the factory (V2: cloud) that the world begins with. */
  factoryId: string
  /** V2's API token of that cloud (§2.4); begins with `clou_`. */
  token: string
  /** `X-Api-Key` of Flip, Stores and the hosted workflows. */
  apiKey: string
}

export interface StreamCredentials {
  apiKey: string
  apiSecret: string
}

export interface DuraCloudUser {
  username: string
  password: string
  roles: string[]
  /** As ACLs of spaces name them: `group-curators`. */
  groups?: string[] | undefined
  /** Where the user may ask from: `203.0.113.0/24;198.51.100.7`. From anywhere, when there is none. */
  ipLimits?: string | undefined
}

export interface S3Credentials {
  accessKeyId: string
  secretAccessKey: string
}

export interface Credentials {
  telestream: TelestreamCredentials
  stream: StreamCredentials
  duracloud: DuraCloudUser[]
  s3: S3Credentials
}

/** What an app already has in its configuration; the rest is made up. */
export interface GivenCredentials {
  telestream?: { [K in keyof TelestreamCredentials]?: TelestreamCredentials[K] | undefined } | undefined
  stream?: StreamCredentials | undefined
  duracloud?: DuraCloudUser[] | undefined
  s3?: S3Credentials | undefined
}

/** Those of `main`, so that a line copied out of a vendor's documentation works. */
export const mainCredentials: Credentials = {
  telestream: {
    accessKey: 'your-access-key',
    secretKey: 'your-secret-key',
    factoryId: 'e122090f4e506ae9ee266c3eb78a8b67',
    token: 'clou_your-token',
    apiKey: 'tcs_0000000000000000stuntdbl',
  },
  stream: { apiKey: 'your-api-key', apiSecret: 'your-api-secret-of-32-bytes-at-least' },
  duracloud: [
    { username: 'root', password: 'rpw', roles: ['ROLE_ROOT', 'ROLE_OWNER', 'ROLE_ADMIN', 'ROLE_USER'] },
    { username: 'admin', password: 'apw', roles: ['ROLE_ADMIN', 'ROLE_USER'] },
    { username: 'user', password: 'upw', roles: ['ROLE_USER'] },
  ],
  s3: { accessKeyId: 'my-access-key', secretAccessKey: 'my-secret' },
}

/** Fills in what was not given, from the world's own seed and name, so that no two worlds share a credential by chance. */
export function completeCredentials(given: GivenCredentials, name: string, ids: Pick<Ids, 'hex'>): Credentials {
  if (name === 'main')
    return {
      ...mainCredentials,
      ...defined(given),
      telestream: { ...mainCredentials.telestream, ...defined(given.telestream ?? {}) },
    }
  const make = (what: string, length: number) => ids.hex(`credential/${name}/${what}`, length)
  return {
    telestream: {
      accessKey: make('access-key', 20),
      secretKey: make('secret-key', 20),
      factoryId: ids.hex('factory'),
      token: `clou_${make('token', 32)}`,
      apiKey: `tcs_${make('api-key', 24)}`,
      ...defined(given.telestream ?? {}),
    },
    stream: given.stream ?? { apiKey: make('stream-key', 12), apiSecret: make('stream-secret', 64) },
    duracloud:
      given.duracloud ??
      mainCredentials.duracloud.map((user) => ({
        ...user,
        username: `${user.username}-${name}`,
        password: make(`${user.username}-password`, 16),
      })),
    s3: given.s3 ?? { accessKeyId: make('s3-key', 20).toUpperCase(), secretAccessKey: make('s3-secret', 40) },
  }
}

/** The keys under which a world is found by what a client presents. No two worlds may share one. */
export function credentialKeys({ telestream, stream, duracloud = [], s3 }: GivenCredentials): string[] {
  const keys = [
    ['telestream/access-key', telestream?.accessKey],
    ['telestream/token', telestream?.token],
    ['telestream/api-key', telestream?.apiKey],
    ['stream/api-key', stream?.apiKey],
    ['s3/access-key', s3?.accessKeyId],
    ...duracloud.map((user) => ['duracloud/user', user.username]),
  ]
  return keys.flatMap(([kind, value]) => (value === undefined ? [] : [`${kind}/${value}`]))
}
