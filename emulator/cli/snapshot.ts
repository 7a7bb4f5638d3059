// `stuntdouble snapshot save` and `load`: a world as a file, for a bug report or another machine.
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { defaultUrl } from './env.ts'
import { exitStatus, Failure } from './failure.ts'
import { inWords, progress } from './progress.ts'
import { type Double, doubleAt, send, sendForJson } from './transfer.ts'

export interface SaveOptions {
  url?: string
  world?: string
  snapshot?: string
}

export interface LoadOptions {
  url?: string
  name?: string
  into?: string
}

const snapshot = z.object({
  id: z.string(),
  world: z.string(),
  origin: z.string().optional(),
  at: z.string(),
  sizes: z.object({ entities: z.number(), bytes: z.number() }),
})
type Snapshot = z.output<typeof snapshot>

/** Writes the file, whole or not at all. @throws {Failure} */
export async function save(file: string, options: SaveOptions): Promise<void> {
  const url = new URL(options.url ?? defaultUrl)
  const double = await doubleAt(url)
  const world = options.world ?? worldOf(url)
  const base = `/w/${encodeURIComponent(world)}/_stuntdouble/snapshots`
  const { snapshot: kept } = options
  const taken = snapshot.parse(
    await (kept === undefined
      ? sendForJson(double, { method: 'POST', path: base })
      : sendForJson(double, { method: 'GET', path: `${base}/${encodeURIComponent(kept)}` })),
  )
  const path = `${base}/${encodeURIComponent(taken.id)}`
  const partial = `${file}.partial`
  try {
    const { body, size } = await send(double, { method: 'GET', path: `${path}/archive` })
    await pipeline(body, progress(`saving ${world}`, size), createWriteStream(partial, { mode: 0o600 })).catch(
      // What it is to be written to is not there yet; what it is to be in is.
      broken(file, dirname(file)),
    )
    await rename(partial, file).catch(broken(file))
    const written = await stat(file)
    say(`saved ${describe(taken)} to ${file} (${inWords(written.size)})`)
  } finally {
    await rm(partial, { force: true })
    if (kept === undefined) await sendForJson(double, { method: 'DELETE', path })
  }
}

/** Makes a world of the file, or makes one that there is as the file says. @throws {Failure} */
export async function load(file: string, options: LoadOptions): Promise<void> {
  if (options.name !== undefined && options.into !== undefined)
    throw new Failure('--name is of a new world, --into of one that there is; give one of them', exitStatus.usage)
  const url = new URL(options.url ?? defaultUrl)
  const facts = await stat(file).catch(broken(file))
  if (!facts.isFile()) throw new Failure(`${file} is no file`)
  const double = await doubleAt(url)
  const holder = options.into ?? 'main'
  const base = `/w/${encodeURIComponent(holder)}/_stuntdouble/snapshots`
  const reading = createReadStream(file)
  const body = progress(`loading ${basename(file)}`, facts.size)
  pipeline(reading, body).catch((error: unknown) => body.destroy(error instanceof Error ? error : undefined))
  const loaded = snapshot.parse(
    await sendForJson(double, {
      method: 'POST',
      path: base,
      headers: { 'content-type': 'application/x-tar', 'content-length': String(facts.size) },
      body,
    }),
  )
  const path = `${base}/${encodeURIComponent(loaded.id)}`
  try {
    const world = await (options.into === undefined
      ? fork(double, loaded.id, options.name)
      : restore(double, path, options.into))
    say(`loaded ${describe(loaded)} into the world ${world}`)
    if (world !== 'main') say(`point an app at it: stuntdouble env --world ${world} --url ${double.origin}`)
  } finally {
    await sendForJson(double, { method: 'DELETE', path })
  }
}

async function fork(double: Double, from: string, name: string | undefined): Promise<string> {
  const world = await sendForJson(double, {
    method: 'POST',
    path: '/_stuntdouble/worlds',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, ...(name !== undefined && { name }) }),
  })
  return z.object({ name: z.string() }).parse(world).name
}

async function restore(double: Double, path: string, world: string): Promise<string> {
  await sendForJson(double, { method: 'POST', path: `${path}/restore` })
  return world
}

/** A base URL may name the world. */
function worldOf({ pathname }: URL): string {
  return /^\/w\/([\w-]+)/.exec(pathname)?.[1] ?? 'main'
}

function describe({ origin, world, at, sizes }: Snapshot): string {
  return `${origin ?? world} as it was at ${at}: ${sizes.entities} entities, ${inWords(sizes.bytes)} in objects`
}

function broken(file: string, missing = file): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === 'ENOENT') throw new Failure(`there is no ${missing}`, undefined, { cause: error })
    throw new Failure(`${file}: ${error instanceof Error ? error.message : String(error)}`, undefined, { cause: error })
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
