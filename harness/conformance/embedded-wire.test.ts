// The S3 wire of the double, over sockets, in memory and in a directory.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type EmulatorOptions } from '../../emulator/index.ts'
import { s3WireConformance } from './s3-wire.ts'

async function open(options: EmulatorOptions, forcePathStyle: boolean, close: () => Promise<void>) {
  const emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real', ...options })
  const { s3Url } = await emulator.listen()
  return {
    endpoint: s3Url,
    credentials: emulator.worlds.main.credentials.s3,
    forcePathStyle,
    async close() {
      await emulator.close()
      await close()
    },
  }
}

s3WireConformance({ name: 'the double in memory', open: () => open({}, true, () => Promise.resolve()) })

s3WireConformance({
  name: 'the double in a directory',
  async open() {
    const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-wire-'))
    return open({ data: directory }, true, () => rm(directory, { recursive: true }))
  },
})
