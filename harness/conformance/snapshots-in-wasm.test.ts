// What a browser's tab has for a state, in Node.
import { vi } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { snapshotConformance } from './snapshots.ts'

vi.mock('#platform', async () => {
  const node = await import('../../emulator/platform/node.ts')
  const { openDatabase, openSharedDatabase } = await import('../../emulator/platform/browser.ts')
  return { ...node, openDatabase, openSharedDatabase }
})

snapshotConformance(
  'SQLite in WebAssembly',
  async () => {
    const emulator = await createEmulator()
    return { emulator, close: () => emulator.close() }
  },
  { numRuns: 4 },
)
