// A `fetch` that msw intercepts, answered by the double's handlers or by a bare one, in a process of its own: `WHO URL [BODY]`.
// Prints the µs of a call, and the body. It is copied beside what it imports, without its types.
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

const [who = '', url = '', given = '{}'] = process.argv.slice(2)
const [rounds, calls] = [12, 200]

async function handlers() {
  if (who === 'bare') return [http.get(`${new URL(url).origin}/*`, () => HttpResponse.json(JSON.parse(given)))]
  const [{ createEmulator }, { handlers: ofDouble }] = await Promise.all([
    import('stuntdouble'),
    import('stuntdouble/msw'),
  ])
  return ofDouble(await createEmulator({ clock: 'real' }))
}

const server = setupServer(...(await handlers()))
server.listen({ onUnhandledFrame: 'error' })
let body = ''
const times: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const begin = performance.now()
  for (let call = 0; call < calls; call += 1) {
    const answer = await fetch(url)
    body = await answer.text()
    if (answer.status !== 200) throw new Error(`${answer.status}: ${body}`)
  }
  times.push(((performance.now() - begin) / calls) * 1000)
}
server.close()
// The first third grows warm.
const warm = times.slice(rounds / 3).sort((a, b) => a - b)
process.stdout.write(JSON.stringify({ us: warm[Math.floor(warm.length / 2)], body }))
process.exit(0)
