// A program: what each scenario puts into a world, table by table, as digests; of two runs they are the same, whatever the platform.
import { createDigest } from '#platform'
import { createEmulator } from '../../emulator/index.ts'
import type { World } from '../../emulator/world.ts'
import './fetch-from-disk.ts'

const [seed = '1', ...scenarios] = process.argv.slice(2)

function digestOf(text: string): string {
  const digest = createDigest('sha256')
  digest.update(new TextEncoder().encode(text))
  return [...digest.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Every row of every table, in the order in which they were made. */
function dump({ state }: World): Record<string, string> {
  const tables = state
    .query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ name }) => String(name))
  return Object.fromEntries(
    tables.map((name) => [name, digestOf(JSON.stringify(state.query(`SELECT * FROM "${name}" ORDER BY 1`)))]),
  )
}

const dumps: Record<string, Record<string, string>> = {}
for (const scenario of scenarios) {
  const emulator = await createEmulator({ scenario, seed: Number(seed) })
  await emulator.ready()
  dumps[scenario] = dump(emulator.worlds.main)
  await emulator.close()
}
process.stdout.write(JSON.stringify({ platform: import.meta.resolve('#platform'), dumps }))
