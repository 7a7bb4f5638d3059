import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replay, stageOf } from '../../../harness/transcript.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
})
afterEach(() => emulator.close())

const transcript = (name: string) => new URL(name, import.meta.url)

describe('what the documents show', () => {
  it.each(['store.transcript.txt', 'tasks/tasks.transcript.txt'])('%s', async (name) => {
    const path = transcript(name)
    const text = await readFile(path, 'utf8')
    await expect(await replay(text, stageOf(emulator, emulator.worlds.main))).toMatchFileSnapshot(path.pathname)
  })
})
