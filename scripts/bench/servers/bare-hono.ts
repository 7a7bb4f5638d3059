// The peer: Hono on @hono/node-server and nothing else, with the double's blob store behind a few handlers.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Blob } from '../../../emulator/objects/blobs.ts'
import { DirectoryBlobs } from '../../../emulator/objects/directory-blobs.ts'
import { MemoryBlobs } from '../../../emulator/objects/memory-blobs.ts'
import { reportUsage } from './report-usage.ts'
import { takeFramesOff } from './take-frames-off.ts'

const [directory] = process.argv.slice(2)
const blobs = directory === undefined ? new MemoryBlobs() : await DirectoryBlobs.open(directory)

const app = new Hono()
app.get('/hello', (c) => c.json({ hello: 'world' }))

// Large bodies, as streams.
app.put('/bytes', async (c) => {
  const { body } = c.req.raw
  if (!body) return c.json({ error: 'nothing to store' }, 400)
  return c.json(await blobs.store(body))
})
app.put('/framed', async (c) => {
  const { body } = c.req.raw
  if (!body) return c.json({ error: 'nothing to store' }, 400)
  const writer = blobs.write()
  for await (const piece of takeFramesOff(body)) await writer.write(piece)
  return c.json(await writer.commit())
})
app.get('/bytes/:hash', (c) =>
  c.body(blobs.read(c.req.param('hash')), 200, { 'content-length': c.req.query('size') ?? '0' }),
)
app.delete('/bytes/:hash', (c) => {
  blobs.release(c.req.param('hash'))
  return c.json({ deleted: true })
})

// Small ones, at once, by a name.
const objects = new Map<string, Blob>()
app.put('/objects/:name', async (c) => {
  const blob = await blobs.store(new Uint8Array(await c.req.arrayBuffer()))
  const before = objects.get(c.req.param('name'))
  objects.set(c.req.param('name'), blob)
  if (before) blobs.release(before.hash)
  return c.json({ etag: blob.md5 })
})
app.get('/objects/:name', async (c) => {
  const blob = objects.get(c.req.param('name'))
  if (!blob) return c.notFound()
  const bytes = new Uint8Array(await blobs.readBytes(blob.hash, 0, blob.size))
  return c.body(bytes, 200, { 'content-type': 'binary/octet-stream', 'content-length': String(blob.size) })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reportUsage({ port }))
