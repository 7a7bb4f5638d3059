// The peer for starting: the least that Hono on @hono/node-server takes.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()
app.get('/hello', (c) => c.json({ hello: 'world' }))

serve({ fetch: app.fetch, port: Number(process.argv[2]), hostname: '127.0.0.1' })
