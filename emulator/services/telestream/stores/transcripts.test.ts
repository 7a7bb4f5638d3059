import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { replay, stageOf } from '../../../../harness/transcript.ts'
import { createEmulator } from '../../../index.ts'

const transcripts = ['.', '../workflows'].flatMap((folder) => {
  const at = fileURLToPath(new URL(`${folder}/`, import.meta.url))
  const names = readdirSync(at).filter((name) => name.endsWith('.transcript.txt'))
  return names.map((name): [name: string, path: string] => [name, at + name])
})

describe('the transcript', () => {
  it.for(transcripts)('%s holds', async ([, path]) => {
    await using emulator = await createEmulator()
    const text = await readFile(path, 'utf8')
    await expect(await replay(text, stageOf(emulator, emulator.worlds.main))).toMatchFileSnapshot(path)
  })
})
