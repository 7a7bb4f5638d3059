// A page and all that it imports, bundled for a browser by Vite and served from memory, with msw's worker beside it.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, defaultClientConditions } from 'vite'
import { type LocalServer, serve } from '../local-server.ts'

export interface BundledPage extends LocalServer {
  /** Bytes of code, compressed: what the page's first module waits for, and what browsers have asked for until now. */
  sizes: () => { first: number; asked: number }
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.mp4': 'video/mp4',
}

/**
 * @param directory with an index.html
 * @param beside what else is served, by its path
 */
export async function bundledPage(directory: URL, beside: Record<string, string>): Promise<BundledPage> {
  const built = await build({
    root: fileURLToPath(directory),
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['stuntdouble-source', ...defaultClientConditions] },
    build: { target: 'es2023', write: false, assetsInlineLimit: 0, modulePreload: false },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('Vite gave no bundle')
  const files = new Map<string, string | Uint8Array>([
    ...Object.entries(beside),
    ['/mockServiceWorker.js', await readFile(fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js')))],
  ])
  for (const file of bundle.output) files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source)

  const chunks = new Map(
    bundle.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])),
  )
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry)
  const first = new Set<string>()
  const follow = (name: string): void => {
    if (first.has(name)) return
    first.add(name)
    for (const next of chunks.get(name)?.imports ?? []) follow(next)
  }
  if (entry) follow(entry.fileName)
  const asked = new Set<string>()
  const size = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(files.get(`/${name}`) ?? '').length, 0)

  const server = await serve((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const file = files.get(path)
    if (file === undefined) return response.writeHead(404).end()
    if (/\.(js|wasm)$/.test(path)) asked.add(path.slice(1))
    return response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(file)
  })
  return {
    url: server.url,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    sizes: () => ({ first: size(first), asked: size(asked) }),
  }
}
