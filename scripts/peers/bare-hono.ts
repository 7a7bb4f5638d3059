// The least that a server can be: hello world, and objects in a Map.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const objects = new Map<string, Uint8Array<ArrayBuffer>>()
const app = new Hono()
app.get('/hello', (c) => c.json({ hello: 'world' }))
app.get('/objects', (c) => c.json([...objects.keys()].slice(0, Number(c.req.query('limit')))))
app.put('/objects/:key', async (c) => {
  objects.set(c.req.param('key'), new Uint8Array(await c.req.arrayBuffer()))
  return c.json({ stored: true })
})
app.get('/objects/:key', (c) => {
  const bytes = objects.get(c.req.param('key'))
  return bytes ? c.body(bytes, 200, { 'content-length': String(bytes.length) }) : c.notFound()
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.argv[2]) })
