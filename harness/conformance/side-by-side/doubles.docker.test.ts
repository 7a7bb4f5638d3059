// A double over its own store and one over MinIO, sent the same requests, those that nobody should send among them.
import { expect, it, onTestFinished } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../emulator/index.ts'
import { minioKeys } from '../../container/minio.ts'
import { furnish, signerOf } from '../../hostile/furnish.ts'
import { asCurl, asRequest, type HostileRequest } from '../../hostile/hostile-request.ts'
import { Known } from '../../hostile/known.ts'
import { type Party, requestMaker } from '../../hostile/make-request.ts'
import { minioOfFile } from '../minio-of-file.ts'

const over = minioOfFile()
const seed = 20_261_124
const requests = 1200

it('answers the same over MinIO as over its own store', async () => {
  const own = await openSide()
  const s3Store = { endpoint: over.minio.endpoint, credentials: minioKeys }
  const elsewhere = await openSide({ objectStore: 's3', s3Store })
  const openapi = await own.emulator.fetch(new Request(`${own.emulator.url}/_stuntdouble/openapi.json`))
  const make = await requestMaker(await openapi.json())
  let compared = 0
  for (let number = 0; number < requests; number += 1) {
    if (number % 50 === 49) await Promise.all([own.pass(20_000), elsewhere.pass(20_000)])
    const request = make(seed, number, own.parties)
    if (tellsOfStore(request)) continue
    const [here, there] = await Promise.all([own.ask(request), elsewhere.ask(make(seed, number, elsewhere.parties))])
    expect(`${asCurl(request)}\n${there}`).toBe(`${asCurl(request)}\n${here}`)
    compared += here === 'impossible' ? 0 : 1
  }
  expect(await elsewhere.contents()).toEqual(await own.contents())
  expect(compared).toBeGreaterThan(requests / 2)
})

/** The S3 port sends readers on; worlds, their URLs and how long things took are of each double's own. */
function tellsOfStore({ dialect, url }: HostileRequest): boolean {
  return dialect === 's3' || /\/(metrics|worlds|env)\b/.test(url)
}

async function openSide(options: EmulatorOptions = {}) {
  const emulator = await createEmulator({ clock: 'frozen', telestream: { sourceTimeout: 2000 }, ...options })
  onTestFinished(() => emulator.close())
  const open = await emulator.worlds.create({ name: 'open', seed: 1 })
  const partyOf = async (world: typeof open): Promise<Party> => {
    const known = new Known()
    await world.prepare('s3')
    await furnish(emulator, world, known)
    return { known, signer: await signerOf(emulator, world) }
  }
  const parties = { guarded: await partyOf(emulator.worlds.main), valid: await partyOf(open) }
  return {
    emulator,
    parties,
    pass: (ms: number) => open.jobs.advanceTo(open.clock.now() + ms),
    async ask(request: HostileRequest): Promise<string> {
      const sent = asRequest(request)
      if (!sent) return 'impossible'
      const response = await emulator.fetch(sent)
      const body = await response.text()
      if (request.credential === 'valid' && response.ok) parties.valid.known.learn(request.dialect, body)
      const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`)
      return withoutPlaces([response.status, ...headers, body].join('\n'), emulator)
    },
    /** Of both worlds: buckets, and all that is said of their objects. */
    async contents() {
      const told: string[] = []
      for (const { name, objects } of [emulator.worlds.main, open])
        for (const bucket of await objects.listBuckets())
          for (const head of (await objects.list(bucket.name)).objects)
            told.push([name, head.bucket, head.key, head.etag, head.lastModified, head.publicRead].join(' '))
      return told
    },
  }
}

/** Where objects are is what differs: of a URL the bucket and the key are left, and a signature is the S3's. */
function withoutPlaces(text: string, { s3Url }: Emulator): string {
  return text
    .replaceAll(`${s3Url}/w/open/`, 'S3/')
    .replaceAll(`${s3Url}/`, 'S3/')
    .replaceAll(new RegExp(`${over.minio.endpoint}/stuntdouble-(main|open)--`, 'g'), 'S3/')
    .replaceAll(/X-Amz-\w+(-\w+)*=[^&"\s]+/g, 'X-Amz')
}
