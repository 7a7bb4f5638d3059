// A page is served the package's files by its own origin; in a program that runs as a page does they come from the disk.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const served = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  return url.startsWith('file:')
    ? new Response(new Uint8Array(await readFile(fileURLToPath(url))))
    : served(input, init)
}
