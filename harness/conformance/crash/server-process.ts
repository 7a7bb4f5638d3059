// A double with a data directory, to be killed: prints where it listens, then serves.
import { createEmulator } from '../../../emulator/index.ts'

const [data = '', port = '0', s3Port = '0'] = process.argv.slice(2)
const emulator = await createEmulator({
  data,
  port: Number(port),
  s3Port: Number(s3Port),
  clock: 'real',
  telestream: { encodingTime: 300 },
})
const { url, s3Url } = await emulator.listen()
process.stdout.write(`${JSON.stringify({ url, s3Url })}\n`)
