// A way to reach a double, and what its suites look at beside the answers: the same in this process, behind msw and in a container.
import { type Credentials, mainCredentials } from '../../emulator/credentials.ts'
import type { Emulator, JournalEntry } from '../../emulator/index.ts'
import { controlClient } from '../control-client.ts'
import { received, signBySdk } from '../s3-signing.ts'

/** The world `main` of a double whose clock is frozen. */
export interface FaceWorld {
  credentials: Pick<Credentials, 'telestream' | 'duracloud' | 'stream'>
  clock: { now: () => number }
  /** What falls due in so many ms happens. */
  wait: (ms: number) => Promise<unknown>
  /** Until nothing is left to happen. */
  settle: () => Promise<unknown>
  bucketUrl: (bucket: string) => string
  /** The keys of a bucket, in their order. */
  keys: (bucket: string) => Promise<string[]>
  /** Newest first. */
  journal: (direction: 'in' | 'out') => Promise<JournalEntry[]>
}

export interface Face {
  world: FaceWorld
  fetch: (request: Request) => Promise<Response>
  fetchS3: (request: Request) => Promise<Response>
  url: string
  close: () => Promise<unknown>
}

/** An emulator of this process, reached as `fetch` says. */
export function faceOf(
  emulator: Emulator,
  by: Pick<Face, 'fetch' | 'fetchS3'> = emulator,
  close: Face['close'] = emulator.close,
): Face {
  const { main } = emulator.worlds
  return {
    world: {
      credentials: main.credentials,
      clock: main.clock,
      wait: (ms) => main.jobs.advanceTo(main.clock.now() + ms),
      settle: () => main.jobs.advanceUntilIdle(),
      bucketUrl: (bucket) => main.bucketUrl(bucket),
      keys: async (bucket) => (await main.objects.list(bucket)).objects.map(({ key }) => key),
      journal: async (direction) => main.journal.list({ direction, limit: Infinity }).entries,
    },
    fetch: by.fetch,
    fetchS3: by.fetchS3,
    url: emulator.url,
    close,
  }
}

/** By the fetch of this process, whatever stands behind it. */
export const overNetwork = {
  fetch: (request: Request) => fetch(request),
  fetchS3: (request: Request) => fetch(request),
}

/** One that listens on free ports of its own. */
export async function listeningFace(emulator: Emulator): Promise<Face> {
  await emulator.listen()
  return faceOf(emulator, overNetwork)
}

/** Has it listen on free ports, and answers which: those of another that is to be its like. No port is let go of that somebody else could get. */
export async function portsOf(emulator: Emulator): Promise<{ port: number; s3Port: number }> {
  const { url, s3Url } = await emulator.listen()
  return { port: Number(new URL(url).port), s3Port: Number(new URL(s3Url).port) }
}

/**
 * A double of which nothing is known but its addresses: what is not on a vendor's wire is asked of the control API.
 * @param options.close lets go of it
 */
export async function remoteFace(options: { url: string; s3Url: string; close: Face['close'] }): Promise<Face> {
  const { url, s3Url, close } = options
  const control = controlClient({ fetch: overNetwork.fetch, url })
  /** The body of an answer that has to be a good one. */
  async function ask<B>(method: string, path: string, body?: unknown): Promise<B> {
    const answer = await control.call<B>(method, path, body)
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  let { now } = await ask<{ now: string }>('GET', '/clock')
  const advance = async (how: { ms: number } | { until: 'idle' }): Promise<void> => {
    ;({ now } = await ask<{ now: string }>('POST', '/clock/advance', how))
  }
  return {
    world: {
      credentials: mainCredentials,
      clock: { now: () => Date.parse(now) },
      wait: (ms) => advance({ ms }),
      settle: () => advance({ until: 'idle' }),
      bucketUrl: (bucket) => `${s3Url}/${bucket}`,
      async keys(bucket) {
        const { host } = new URL(s3Url)
        const query = { 'list-type': '2' }
        const credentials = mainCredentials.s3
        // In the world's time, which a client of this machine's would be years behind.
        const asked = await signBySdk({
          method: 'GET',
          host,
          path: `/${bucket}`,
          query,
          now: Date.parse(now),
          credentials,
        })
        const list = await (await fetch(received(asked).request)).text()
        return [...list.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key)
      },
      journal: async (direction) =>
        (await ask<{ entries: JournalEntry[] }>('GET', `/journal?limit=1000&direction=${direction}`)).entries,
    },
    ...overNetwork,
    url,
    close,
  }
}
