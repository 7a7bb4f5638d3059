import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from './peer.ts'
import { run, startPeer } from './running.ts'

let cwd = ''
beforeAll(async () => void (cwd = await mkdtemp(join(tmpdir(), 'stuntdouble-peer-'))))
afterAll(() => rm(cwd, { recursive: true, force: true }))

const peer = (program: string): Server => ({
  name: 'some server',
  version: '1',
  is: 'a program',
  start: (port) => run(process.execPath, ['-e', program, String(port)], { cwd }),
  first: () => '/',
})
const answering = (answer: string, then = '') => `
  require('node:net').createServer((socket) => socket.once('data', () => socket.end(${JSON.stringify(answer)}))${then})
    .listen(Number(process.argv[1]), '127.0.0.1')`

describe('a peer that is started', () => {
  it('is waited for until it answers, at a port that no connection is given by the system', async () => {
    await using up = await startPeer(peer(answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')))
    expect(up.port).toBeLessThan(32_768)
    expect(await up.running.lastWords()).toBeUndefined()
  })

  it('that ends instead is told at once, with what it said last', async () => {
    const starting = startPeer(peer("process.stdout.write('hello\\n'); console.error('no licence'); process.exit(3)"))
    await expect(starting).rejects.toThrow(/^did not start: it ended with 3: hello\nno licence$/)
  })

  it('that is no program is told in the same words', async () => {
    const starting = startPeer({ ...peer(''), start: () => run('/nowhere/program', [], { cwd }) })
    await expect(starting).rejects.toThrow(/^did not start: spawn \/nowhere\/program ENOENT$/)
  })

  it.each([
    ['says that it is not ready', 'HTTP/1.1 503 Not Yet\r\nContent-Length: 0\r\n\r\n'],
    ['says what was said to it', 'GET / HTTP/1.1\r\n\r\n'],
  ])('that %s has not answered', async (_, answer) => {
    const starting = startPeer(peer(answering(answer)), 300)
    await expect(starting).rejects.toThrow(/^did not start: nobody answered at port \d+ within 0.3 s$/)
  })

  it('and dies later says so when it is asked', async () => {
    const dying = ".on('close', () => { throw new Error('out of ideas') })"
    const program = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', dying)
    await using up = await startPeer(peer(program))
    await expect.poll(() => up.running.lastWords()).toMatch(/^ended with 1: [^]*out of ideas/)
  })
})
