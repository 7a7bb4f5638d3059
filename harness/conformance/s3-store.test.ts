// The object store over an S3 elsewhere, where no container is needed: another double is the S3.
import { afterAll, beforeAll } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { openS3Store } from '../../emulator/objects/s3-store/open-s3-store.ts'
import { worldOver } from './external-world.ts'
import { objectStoreConformance } from './object-store.ts'

let other: Emulator
let external: ExternalStore

beforeAll(async () => {
  other = await createEmulator({ port: 0, s3Port: 0, clock: 'real', scenario: 'empty' })
  const { s3Url } = await other.listen()
  external = await openS3Store({ endpoint: s3Url, credentials: other.worlds.main.credentials.s3 })
})

afterAll(async () => {
  external?.close()
  await other?.close()
})

objectStoreConformance(
  'S3 of another double',
  () => worldOver(external),
  // Dots that stand alone do not survive in the path of a URL.
  { keys: 'paths', runs: 10 },
)
