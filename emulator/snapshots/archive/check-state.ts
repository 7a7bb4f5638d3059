// Whether what came out of a file can be the state of a world.
import { z } from 'zod'
import type { State } from '../../state/state.ts'
import { ArchiveRefused } from './refused.ts'

const text = z.string().min(1)

/** What a world cannot do without; the rest is its services'. */
const needed = {
  credentials: z.object({
    telestream: z.object({ accessKey: text, secretKey: text, factoryId: text, token: text, apiKey: text }),
    stream: z.object({ apiKey: text, apiSecret: text }),
    duracloud: z.array(z.object({ username: text, password: text, roles: z.array(z.string()) })),
    s3: z.object({ accessKeyId: text, secretAccessKey: text }),
  }),
  beginning: z.object({
    scenario: z.union([z.string(), z.looseObject({})]),
    seed: z.number(),
    clock: z.union([z.enum(['real', 'frozen']), z.number()]),
  }),
  clock: z.object({ mode: z.enum(['real', 'frozen']), at: z.number() }),
  bornAt: z.number(),
  objects: z.enum(['embedded', 's3']),
  opened: z.literal(true),
}

/** @throws {ArchiveRefused} */
export function checkState(state: State): void {
  for (const [key, schema] of Object.entries(needed)) {
    const read = schema.safeParse(state.read(key))
    if (!read.success)
      throw new ArchiveRefused(`The snapshot is no world’s: its ${key} is none (${read.error.issues[0]?.message})`)
  }
}
