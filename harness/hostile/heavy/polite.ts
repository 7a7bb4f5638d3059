// A process: a client that asks one thing after another, as clients do, and tells how long it waited.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const asked = z.object({ urls: z.array(z.object({ url: z.string(), headers: z.record(z.string(), z.string()) })) })
const { urls } = asked.parse(JSON.parse(process.argv[2] ?? ''))
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let waited: number[] = []
let failures: string[] = []

function ask(url: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode} for ${url}`)),
      )
      answer.once('error', reject)
    })
    sent.once('error', reject)
    sent.setTimeout(20_000, () => sent.destroy(new Error(`20 s without an answer for ${url}`)))
    sent.end()
  })
}

process.on('disconnect', () => process.exit())
process.on('message', () => {
  const sorted = waited.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  process.send?.({ count: sorted.length, p50: at(0.5), p99: at(0.99), longest: at(1), failures })
  waited = []
  failures = []
})

for (let number = 0; ; number += 1) {
  const { url, headers } = urls[number % urls.length] ?? { url: '', headers: {} }
  const began = performance.now()
  await ask(url, headers).catch((error: unknown) => failures.push(String(error)))
  waited.push(performance.now() - began)
  // As often as a busy test suite does.
  await sleep(2)
}
