// A double with a data directory, to be killed: prints where it listens, then serves. What goes wrong in it stands on standard error.
import { createEmulator } from '../../emulator/index.ts'
import type { S3StoreOptions } from '../../emulator/objects/external-store.ts'

const [data = '', endpoint] = process.argv.slice(2)
const credentials = {
  accessKeyId: process.env['CRASH_S3_KEY'] ?? '',
  secretAccessKey: process.env['CRASH_S3_SECRET'] ?? '',
}
const s3Store: S3StoreOptions | undefined = endpoint === undefined ? undefined : { endpoint, credentials }
const emulator = await createEmulator({
  data,
  port: 0,
  s3Port: 0,
  clock: 'real',
  telestream: { encodingTime: 300 },
  duracloud: { bridgeStepTime: 100 },
  ...(s3Store && { objectStore: 's3', s3Store }),
  onProblem: (message, error) =>
    process.stderr.write(`${message}: ${error instanceof Error ? error.stack : String(error)}\n`),
})
const { url, s3Url } = await emulator.listen()
process.stdout.write(`${JSON.stringify({ url, s3Url })}\n`)
