// The media that the client suites upload: a short real film, and the same film made as long as an upload in parts needs.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SampleFile extends AsyncDisposable {
  path: string
  size: number
  sha256: string
}

export const samplePath: string = fileURLToPath(new URL('../../fixtures/media/sample.mp4', import.meta.url))

/**
 * Writes the film as a file of its own in a temporary directory.
 *
 * @param name the file's name
 * @param size bytes that the file shall have; what the film does not fill, a `free` box does, with bytes that never repeat, so that
 *   parts put together in a wrong order show
 */
export async function sampleFile(name = 'sample.mp4', size?: number): Promise<SampleFile> {
  const film = await readFile(samplePath)
  const bytes = size === undefined ? film : Buffer.concat([film, freeBox(size - film.length)])
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-'))
  const path = join(directory, name)
  await writeFile(path, bytes)
  return {
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  }
}

// ISO 14496-12: a size of 32 bits, the type, and content that a player skips.
function freeBox(size: number): Buffer {
  const box = Buffer.alloc(size)
  box.writeUInt32BE(size, 0)
  box.write('free', 4, 'latin1')
  for (let at = 8; at + 4 <= size; at += 4) box.writeUInt32BE(at, at)
  return box
}
