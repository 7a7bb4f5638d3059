// Where something is: provider and region, which decide where a job runs and what it costs to bring its source there.
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Bucket } from '../../../objects/object-store.ts'
import type { World } from '../../../world.ts'
import { type Store, stores } from './model.ts'
import type { Provider } from './providers.ts'

export interface Place {
  /** Null outside of the providers: a web server somewhere. */
  provider: Provider | null
  /** Null when nobody can know it. */
  region: string | null
  bucket?: string
  storeId?: string
  /** Of a URL that is in none of the world's buckets. */
  host?: string
}

/** An object in one of the world's buckets. */
export interface ObjectPlace extends Place {
  bucket: string
  key: string
  /** Whether the account may read it whatever the URL says: it is in a store of the account, or was said to be at another provider. */
  open: boolean
}

export function placeOfStore({ id, provider, region, bucket }: Store): Place {
  return { provider, region, bucket, storeId: id }
}

/** Whether nothing has to leave a region on the way from one to the other. */
export function isSameRegion(a: Place, b: Place): boolean {
  return a.provider !== null && a.region !== null && family(a.provider) === family(b.provider) && a.region === b.region
}

export function family(provider: Provider | null): Provider | null {
  return provider === 'GCS_INTEROP' ? 'GCS' : provider
}

/**
 * Where a URL leads. `s3://BUCKET/KEY`, URLs of the double's own buckets, and those of AWS, Google and Azure whose bucket the world has
 * mean that bucket: so what the documents show works offline.
 */
export async function placeOf(world: World, url: string): Promise<Place | ObjectPlace> {
  const parsed = new URL(url)
  const named = addressOf(world, parsed)
  if (named === undefined) return { provider: null, region: null, host: parsed.host }
  const { bucket, key, provider, region, ours } = named
  const known = await bucketOf(world, bucket)
  if (!known) return { provider, region, host: parsed.host }
  const all = world.state.table(stores).list({ where: { bucket } })
  const store = all.find((one) => provider === null || family(one.provider) === family(provider))
  if (store) return { ...placeOfStore(store), bucket, key, open: true }
  return { provider: provider ?? 'S3', region: region ?? known.region, bucket, key, open: !ours }
}

async function bucketOf(world: World, name: string): Promise<Bucket | undefined> {
  try {
    return await world.objects.headBucket(name)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket')) return undefined
    throw error
  }
}

interface Address {
  bucket: string
  key: string
  provider: Provider | null
  region: string | null
  /** On the double's own port, where signatures are checked. */
  ours: boolean
}

const hosts: readonly [RegExp, Provider, 'before' | 'path'][] = [
  [
    /^(?<bucket>[a-z0-9][a-z0-9.-]+)\.s3(?:[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/,
    'S3',
    'before',
  ],
  [/^s3(?:[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/, 'S3', 'path'],
  [/^(?<bucket>[a-z0-9][a-z0-9._-]+)\.storage\.googleapis\.com$/, 'GCS', 'before'],
  [/^storage\.(?:cloud\.google|googleapis)\.com$/, 'GCS', 'path'],
  [/^[a-z0-9]+\.blob\.core\.windows\.net$/, 'AZURE', 'path'],
]

const schemes: Readonly<Record<string, Provider | null>> = { 's3:': null, 'gs:': 'GCS' }

function addressOf(world: World, url: URL): Address | undefined {
  const path = decode(url.pathname)
  const scheme = schemes[url.protocol]
  if (scheme !== undefined)
    return { bucket: url.hostname, key: path.slice(1), provider: scheme, region: null, ours: false }
  for (const [pattern, provider, where] of hosts) {
    const match = pattern.exec(url.hostname)
    if (!match) continue
    const region = match.groups?.region ?? null
    if (where === 'before')
      return { bucket: match.groups?.bucket ?? '', key: path.slice(1), provider, region, ours: false }
    return { ...split(path), provider, region, ours: false }
  }
  const own = world.addressOf(url)
  return own && { ...own, provider: null, region: null, ours: true }
}

/** `/BUCKET/KEY` */
function split(path: string): { bucket: string; key: string } {
  const slash = path.indexOf('/', 1)
  return slash === -1
    ? { bucket: path.slice(1), key: '' }
    : { bucket: path.slice(1, slash), key: path.slice(slash + 1) }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not percent-encoded: then it is what it is, and no object has that key.
    return path
  }
}
