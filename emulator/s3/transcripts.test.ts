import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { replay } from '../../harness/transcript.ts'
import { createEmulator } from '../index.ts'

it('the transcript holds', async () => {
  await using emulator = await createEmulator()
  const { versioned } = emulator.worlds.main
  await versioned.createBucket('films')
  // Anybody may do anything, so that no request needs a signature.
  const statements = [{ Effect: 'Allow' as const, Principal: '*' as const, Action: ['*'], Resource: ['*'] }]
  await versioned.changeSettings('films', { policy: { text: '', statements } })
  const path = fileURLToPath(new URL('s3.transcript.txt', import.meta.url))
  const stage = { fetch: emulator.fetchS3, url: emulator.s3Url, directives: {} }
  await expect(await replay(await readFile(path, 'utf8'), stage)).toMatchFileSnapshot(path)
})
