// Tests of the real encoder: they run where there is an ffmpeg; CI has one, and fails without.
import { spawnSync } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const isThere = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0

/** For `describe.runIf`: without an ffmpeg these tests show as skipped, but never in CI. */
export const runsFfmpeg = isThere || process.env.CI === 'true'

/** A film of ffmpeg's test picture and a tone, as bytes of an MP4. @param seconds of 25 pictures each */
export async function testFilm(seconds: number, size = '320x240'): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(tmpdir(), `stuntdouble-film-${process.pid}-${seconds}-${size}.mp4`)
  const source = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=25:duration=${seconds}`]
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`]
  const codecs = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac'.split(' ')
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...source, ...tone, ...codecs, path])
  if (status !== 0) throw new Error('ffmpeg could not make a film for the test')
  try {
    return new Uint8Array(await readFile(path))
  } finally {
    await rm(path)
  }
}
