// The peer: Hono on @hono/node-server and nothing else, with the double's blob store behind two handlers.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { DirectoryBlobs } from '../../../emulator/objects/directory-blobs.ts'
import { reportUsage } from './report-usage.ts'

const [directory] = process.argv.slice(2)
const blobs = directory === undefined ? undefined : await DirectoryBlobs.open(directory)

const app = new Hono()
app.get('/hello', (c) => c.json({ hello: 'world' }))
app.put('/bytes', async (c) => {
  const { body } = c.req.raw
  if (!blobs || !body) return c.json({ error: 'nothing to store, or nowhere' }, 400)
  return c.json(await blobs.store(body))
})
app.get('/bytes/:hash', (c) => {
  if (!blobs) return c.notFound()
  return c.body(blobs.read(c.req.param('hash')), 200, { 'content-length': c.req.query('size') ?? '0' })
})
app.delete('/bytes/:hash', (c) => {
  blobs?.release(c.req.param('hash'))
  return c.json({ deleted: true })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reportUsage({ port }))
