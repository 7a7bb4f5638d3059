// The buckets of a world, copied within the S3: the bytes never come here.
import type { S3Client } from '@aws-sdk/client-s3'
import type { State } from '../../state/state.ts'
import type { CopyBucketsOptions } from '../external-store.ts'
import { BackingBuckets } from './backing-buckets.ts'
import { clearBucket, clearByName } from './clearing.ts'
import { deleteKeys } from './delete-keys.ts'
import type { BelowContext } from './list-below.ts'
import { type ListedKey, listKeys } from './list-keys.ts'
import { hasPlainNames, namesBegin } from './names.ts'
import { ObjectFacts } from './object-facts.ts'
import { withoutQuotes } from './object-reader.ts'
import { asking } from './refusals.ts'
import type { Sdk } from './sdk.ts'

export interface CopyContext {
  sdk: Sdk
  client: S3Client
  prefix: string
  region: string
}

interface Copied {
  bucket: string
  key: string
  /** What the S3 calls the original and the copy, where these are not the same. */
  before: string
  after: string
}

/** Objects that are copied at once. */
const atOnce = 16

/** See `ExternalStore.copyBuckets`. */
export async function copyBuckets(
  context: CopyContext,
  { from, to, rows, replaced }: CopyBucketsOptions,
): Promise<(copy: State) => void> {
  const { sdk, client, prefix } = context
  const source = bucketsOf(context, from, rows)
  const target = bucketsOf(context, to, rows)
  const wanted = source.list().map(({ name }) => name)
  const before = replaced && bucketsOf(context, to, replaced)
  if (hasPlainNames(prefix, to)) {
    const gone = (before?.list() ?? []).filter(({ name }) => !wanted.includes(name))
    for (const { name } of gone) await removeOwn(context, name, before, replaced)
  } else {
    const kept = new Set(wanted.map((name) => target.nameFor(name)))
    await clearByName(sdk, client, namesBegin(prefix, to), kept)
  }

  const renamed: Copied[] = []
  for (const bucket of wanted) {
    const isNew = (await target.ensure(bucket)) === 'new'
    const facts = new ObjectFacts(rows)
    const isShared = hasPlainNames(prefix, from) && source.isAdopted(bucket)
    const there = { bucket, backing: source.nameFor(bucket), facts }
    const keys = await collect(keysOf(context, there, isShared ? written(facts, bucket) : anything))
    renamed.push(...(await copyKeys(context, { source, target, bucket, keys, facts })))
    if (isNew) continue
    const copied = new Set(keys.map(({ key }) => key))
    const isOurs = hasPlainNames(prefix, to) ? writtenBefore(bucket, before, replaced) : anything
    const former = { bucket, backing: target.nameFor(bucket), facts: new ObjectFacts(replaced ?? rows) }
    const extra = (await collect(keysOf(context, former, isOurs)))
      .map(({ key }) => key)
      .filter((key) => !copied.has(key))
    await deleteKeys(sdk, client, target.nameFor(bucket), extra)
  }
  return (copy) => {
    const facts = new ObjectFacts(copy)
    copy.transaction(() => {
      for (const { bucket, key, before, after } of renamed) facts.rename(bucket, key, before, after)
    })
  }
}

function bucketsOf({ sdk, client, prefix, region }: CopyContext, world: string, state: State): BackingBuckets {
  return new BackingBuckets({ sdk, client, prefix, region, world, state, now: () => 0 })
}

/** A bucket with what is in it; one that was there before the world keeps what is not the world's. */
async function removeOwn(
  context: CopyContext,
  bucket: string,
  buckets: BackingBuckets | undefined,
  state: State | undefined,
): Promise<void> {
  if (!buckets || !state) return
  const { sdk, client } = context
  const Bucket = buckets.nameFor(bucket)
  if (!buckets.isAdopted(bucket)) return clearBucket(sdk, client, Bucket)
  const facts = new ObjectFacts(state)
  const keys = await collect(keysOf(context, { bucket, backing: Bucket, facts }, written(facts, bucket)))
  await deleteKeys(
    sdk,
    client,
    Bucket,
    keys.map(({ key }) => key),
  )
}

type Choice = (listed: ListedKey) => boolean

const anything: Choice = () => true

/** What the world put there and nobody replaced since. */
function written(facts: ObjectFacts, bucket: string): Choice {
  return ({ key, etag }) => facts.of(bucket, key, etag) !== undefined
}

/** A bucket that there is, and that the world did not make, has what is somebody else's. */
function writtenBefore(bucket: string, before: BackingBuckets | undefined, state: State | undefined): Choice {
  if (!before || !state) return () => false
  const made = before.list().some(({ name }) => name === bucket) && !before.isAdopted(bucket)
  return made ? anything : written(new ObjectFacts(state), bucket)
}

async function* keysOf(
  { sdk, client }: CopyContext,
  where: Pick<BelowContext, 'bucket' | 'backing' | 'facts'>,
  isWanted: Choice,
): AsyncGenerator<ListedKey> {
  for await (const listed of listKeys({ sdk, client, ...where })) if (isWanted(listed)) yield listed
}

interface KeysToCopy {
  source: BackingBuckets
  target: BackingBuckets
  bucket: string
  keys: readonly ListedKey[]
  facts: ObjectFacts
}

async function copyKeys(
  { sdk, client }: CopyContext,
  { source, target, bucket, keys, facts }: KeysToCopy,
): Promise<Copied[]> {
  const renamed: Copied[] = []
  const left = [...keys]
  const isOpenByAcl = source.publicBy(bucket) === 'acl'
  const worker = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const { key, etag } = next
      const CopySource = [source.nameFor(bucket), ...key.split('/')].map(encodeURIComponent).join('/')
      const isPublic = isOpenByAcl && facts.of(bucket, key, etag)?.publicRead === true
      const { CopyObjectResult } = await asking({ bucket, key }, () =>
        client.send(
          new sdk.CopyObjectCommand({
            Bucket: target.nameFor(bucket),
            Key: key,
            CopySource,
            ...(isPublic && { ACL: 'public-read' }),
          }),
        ),
      )
      const after = withoutQuotes(CopyObjectResult?.ETag)
      if (after !== etag) renamed.push({ bucket, key, before: etag, after })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return renamed
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of all) items.push(item)
  return items
}
