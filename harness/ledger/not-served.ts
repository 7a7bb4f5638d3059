// What the vendors' own SDKs, as they are installed here, can ask for and the double does not answer.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as aws from '@aws-sdk/client-s3'
import type { NotServed } from '../../emulator/facts.ts'
import { operations } from '../../emulator/s3/routes.ts'
import { routes } from '../../emulator/services/stream/routes.ts'

/** By service; what is known of the others stands in their facts.ts. */
export async function notServedBySdks(): Promise<Readonly<Record<string, readonly NotServed[]>>> {
  return { s3: [ofS3()], stream: await ofStream() }
}

function ofS3(): NotServed {
  const commands = Object.keys(aws).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? [])
  const missing = commands.filter((name) => name !== '$' && !operations.includes(name)).toSorted()
  return {
    what: `${missing.length} of the ${commands.length} commands of AWS’s SDK: ${missing.join(', ')}`,
    marks: 'C',
  }
}

/** Products of the same vendor in the same SDK. */
const otherProducts = /^\/(?:chat|feeds|moderation)\//

async function ofStream(): Promise<NotServed[]> {
  const asked = await requestsOfSdk()
  const known = new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, '*')}`))
  const missing = asked.filter((request) => !known.has(request.replaceAll(/\{\w+\}/g, '*')))
  const ofVideo = missing.filter((request) => / \/video\//.test(request))
  const ofApp = missing.filter((request) => !/ \/video\//.test(request))
  const tell = (what: string, requests: readonly string[]): NotServed => ({
    what: `${requests.length} requests of the SDK for Node ${what}: ${requests.map((request) => `\`${request}\``).join(', ')}`,
    marks: 'SK',
  })
  return [tell('about video', ofVideo), tell('about the app and its users', ofApp)]
}

/** `GET /video/calltypes/{name}`, as its generated clients ask. */
async function requestsOfSdk(): Promise<string[]> {
  const directory = join(createRequire(import.meta.url).resolve('@stream-io/node-sdk'), '..')
  const source = await readFile(join(directory, 'index.es.mjs'), 'utf8')
  const found = [...source.matchAll(/sendRequest\(\s*["'](\w+)["'],\s*["']\/api\/v2(\/[^"']+)["']/g)]
  const requests = found.flatMap(([, method, path = '']) => (otherProducts.test(path) ? [] : [`${method} ${path}`]))
  if (requests.length < 50) throw new Error('The SDK does not ask as it did: its requests were not found')
  return [...new Set(requests)].toSorted()
}
