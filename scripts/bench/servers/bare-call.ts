// The peer of a GET of Stream's calls, as one would write it by hand: Hono, its own verification of the JWT, and the JSON of a call.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { verify } from 'hono/jwt'
import { mainCredentials } from '../../../emulator/credentials.ts'
import { builtInSettings } from '../../../emulator/services/stream/call-types/settings/index.ts'
import { reportUsage } from './report-usage.ts'

const { apiSecret } = mainCredentials.stream
const user = { id: 'john', role: 'user', language: '', teams: [], custom: {}, banned: false, online: false }
const call = {
  type: 'default',
  id: 'bench',
  cid: 'default:bench',
  created_by: user,
  settings: builtInSettings['default'],
}

const app = new Hono()
app.get('/api/v2/video/call/:type/:id', async (c) => {
  const claims = await verify(c.req.query('authorization') ?? '', apiSecret, 'HS256')
  return claims['server'] === true ? c.json({ call, members: [], own_capabilities: [] }) : c.json({}, 403)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reportUsage({ port }))
