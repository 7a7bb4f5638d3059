// The film that the package brings.
import { readFile } from 'node:fs/promises'

/** Its bytes. */
export async function film(): Promise<Uint8Array<ArrayBuffer>> {
  const module = import.meta.resolve('stuntdouble')
  return new Uint8Array(await readFile(new URL('../../fixtures/media/sample.mp4', module)))
}
