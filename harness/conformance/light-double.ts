// A double in a thread of its own, whose globals are those of `stuntdouble start`: the adaptor's light Request and Response.
import { useLightGlobals } from '../../emulator/platform/node-globals.ts'
import { options } from './any-get.ts'

useLightGlobals()
const { createEmulator } = await import('../../emulator/index.ts')
const { furnish } = await import('../hostile/furnish.ts')
const { Known } = await import('../hostile/known.ts')

const emulator = await createEmulator(options)
await furnish(emulator, emulator.worlds.main, new Known())
const { url } = await emulator.listen()
process.stdout.write(`${new URL(url).port}\n`)
