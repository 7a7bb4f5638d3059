// A page of 1,000 keys out of many beside one out of 10,000, by S3's list and by DuraCloud's: it must cost the same.
import type { Emulator } from '../../emulator/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { objectKey, withObjects } from './many-objects.ts'
import { sha256, signV4 } from './sign-v4.ts'
import { spread } from './statistics.ts'

const pageSize = 1000
const few = 10_000
const callsPerRound = 10
/** Of a walk. */
const pagesPerRound = 100
const target = { most: 1.3 }

interface Api {
  name: string
  /** The first of what is listed behind a key; from the beginning without one. */
  request(emulator: Emulator, bucket: string, after: string | undefined): Request
  /** What tells an item. */
  item: RegExp
}

const s3: Api = {
  name: 'S3',
  request(emulator, bucket, after) {
    const host = '127.0.0.1:4601'
    const path = `/${bucket}`
    const query = { 'list-type': '2', ...(after !== undefined && { 'start-after': encodeURIComponent(after) }) }
    const signing = { method: 'GET', host, path, query, payload: sha256(''), at: Date.now() }
    const headers = signV4(emulator.worlds.main.credentials.s3, signing)
    const text = Object.entries(query).map(([name, value]) => `${name}=${value}`)
    return new Request(`http://${host}${path}?${text.join('&')}`, { headers })
  },
  item: /<Key>/g,
}

const duracloud: Api = {
  name: 'DuraCloud',
  request(emulator, _, after) {
    const user = emulator.worlds.main.credentials.duracloud.find(({ roles }) => roles.includes('ROLE_ROOT'))
    const headers = { authorization: `Basic ${btoa(`${user?.username}:${user?.password}`)}` }
    const marker = after === undefined ? '' : `&marker=${encodeURIComponent(after)}`
    return new Request(`http://127.0.0.1:4600/durastore/bench?maxResults=${pageSize}${marker}`, { headers })
  },
  item: /<item>/g,
}

export const s3List = listing('s3-list', s3)
export const duracloudList = listing('duracloud-list', duracloud)

function listing(name: string, api: Api): Benchmark {
  return {
    name,
    async run({ rounds, entities }: Settings): Promise<Row[]> {
      const [small, large] = [await withObjects(few), await withObjects(entities)]
      await using _ = small.emulator
      await using __ = large.emulator
      const rows: Row[] = []
      for (const [which, at] of [
        ['first', 0],
        ['middle', 0.5],
        ['last', 1],
      ] as const) {
        const { double, peer, ratio } = await interleave(
          rounds,
          () => timeOfPage(api, large, at * (entities - pageSize)),
          () => timeOfPage(api, small, at * (few - pageSize)),
        )
        rows.push({
          what: `${api.name}: the ${which} page of 1,000, out of ${entities.toLocaleString('en')}`,
          measured: ratio,
          unit: '×',
          target,
          detail: `${spread(double, 2)} against ${spread(peer, 2)} ms out of 10,000`,
        })
      }
      const slices = Math.max(1, Math.min(10, Math.floor(entities / pageSize / pagesPerRound)))
      const [walkLarge, walkSmall] = [walk(api, large, entities), walk(api, small, few)]
      const { double, peer, ratio } = await interleave(slices - 1, walkLarge, walkSmall)
      rows.push({
        what: `${api.name}: each page of 1,000, from the first to the last`,
        measured: ratio,
        unit: '×',
        target,
        detail: `${spread(double, 2)} against ${spread(peer, 2)} ms out of 10,000`,
      })
      return rows
    },
  }
}

type Many = Awaited<ReturnType<typeof withObjects>>

/** ms of one call. @param first which is the first that the page should have */
async function timeOfPage(api: Api, many: Many, first: number): Promise<number> {
  const requests = Array.from({ length: callsPerRound }, () => requestPage(api, many, first))
  const start = performance.now()
  for (const request of requests) await readPage(api, many, request)
  return (performance.now() - start) / callsPerRound
}

/** A walk from page to page; each call goes on by so many, and answers the ms of each. Behind the last comes the first again. */
function walk(api: Api, many: Many, count: number): () => Promise<number> {
  let first = 0
  return async () => {
    const requests = Array.from({ length: pagesPerRound }, (_, page) =>
      requestPage(api, many, (first + page * pageSize) % count),
    )
    first += pagesPerRound * pageSize
    const start = performance.now()
    for (const request of requests) await readPage(api, many, request)
    return (performance.now() - start) / pagesPerRound
  }
}

function requestPage(api: Api, { emulator, bucket }: Many, first: number): Request {
  return api.request(emulator, bucket, first === 0 ? undefined : objectKey(first - 1))
}

async function readPage(api: Api, { emulator }: Many, request: Request): Promise<void> {
  const answer = await (api === s3 ? emulator.fetchS3(request) : emulator.fetch(request))
  const text = await answer.text()
  if (text.match(api.item)?.length !== pageSize)
    throw new Error(`No page of 1,000: ${answer.status} ${text.slice(0, 500)}`)
}
