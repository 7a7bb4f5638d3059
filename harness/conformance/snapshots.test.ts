import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '../../emulator/index.ts'
import { snapshotConformance } from './snapshots.ts'

snapshotConformance('everything in memory', async () => {
  const emulator = await createEmulator()
  return { emulator, close: () => emulator.close() }
})

snapshotConformance('a data directory', async () => {
  const data = await mkdtemp(join(tmpdir(), 'stuntdouble-snapshots-'))
  const emulator = await createEmulator({ data, clock: 'frozen' })
  return {
    emulator,
    async close() {
      await emulator.close()
      await rm(data, { recursive: true })
    },
  }
})
