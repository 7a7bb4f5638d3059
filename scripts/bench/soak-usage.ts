// What a double holds: memory, open files, and its journal.
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ServerProcess } from './server-process.ts'

export interface Held {
  /** Bytes. */
  resident: number
  /** Bytes of objects and buffers that are still there after a collection. */
  living: number
  /** Open files; 1 where the system does not tell. */
  files: number
  /** Entries. */
  journal: number
  /** Of all entries as JSON. */
  journalBytes: number
}

/** @param port of the vendors' APIs */
export function soakUsage(server: ServerProcess, pid: number, port: number): () => Promise<Held> {
  return async () => {
    // Connections that were let go of are closed a little later.
    await sleep(1000)
    const journal = await journalOf(port)
    // The least of some: what garbage there is goes at any moment.
    let resident = Infinity
    for (let n = 0; n < 5; n += 1) {
      await sleep(500)
      resident = Math.min(resident, (await server.usage()).resident)
    }
    // Last, for it makes what is resident less.
    const { living } = await server.collect()
    return { resident, living, files: openFiles(pid), ...journal }
  }
}

function openFiles(pid: number): number {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : 1
}

async function journalOf(port: number): Promise<{ journal: number; journalBytes: number }> {
  const answered = z.object({ entries: z.array(z.unknown()), next: z.string().optional() })
  let entries = 0
  let bytes = 0
  for (let after = ''; ;) {
    const response = await fetch(`http://127.0.0.1:${port}/_stuntdouble/journal?limit=500${after}`)
    const text = await response.text()
    const page = answered.parse(JSON.parse(text))
    entries += page.entries.length
    bytes += text.length
    if (page.next === undefined) return { journal: entries, journalBytes: bytes }
    after = `&after=${page.next}`
  }
}
