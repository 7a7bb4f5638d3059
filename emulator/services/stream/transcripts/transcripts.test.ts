import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { replay, stageOf } from '../../../../harness/transcript.ts'
import { createEmulator } from '../../../index.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(folder).filter((name) => name.endsWith('.transcript.txt'))

describe('the transcript', () => {
  it.for(names)('%s holds', async (name) => {
    await using emulator = await createEmulator()
    const text = await readFile(folder + name, 'utf8')
    await expect(await replay(text, stageOf(emulator, emulator.worlds.main))).toMatchFileSnapshot(folder + name)
  })
})
