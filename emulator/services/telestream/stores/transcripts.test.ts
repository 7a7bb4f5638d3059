import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { replay, stageOf } from '../../../../harness/transcript.ts'
import { createEmulator } from '../../../index.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

describe('the transcript', () => {
  it.for(readdirSync(here).filter((name) => name.endsWith('.transcript.txt')))('%s holds', async (name) => {
    await using emulator = await createEmulator()
    const text = await readFile(here + name, 'utf8')
    await expect(await replay(text, stageOf(emulator, emulator.worlds.main))).toMatchFileSnapshot(here + name)
  })
})
