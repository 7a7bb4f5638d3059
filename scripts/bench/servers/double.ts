// The double as `stuntdouble start --log silent` serves it: real clock, a directory when one is given, one video in `main`.
import { createEmulator } from '../../../emulator/index.ts'
import { factories, videos } from '../../../emulator/services/telestream/model.ts'
import { makeVideo } from '../video.ts'
import { reportUsage } from './report-usage.ts'

const [directory] = process.argv.slice(2)
const emulator = await createEmulator({
  port: 0,
  s3Port: 0,
  clock: 'real',
  ...(directory !== undefined && { data: directory }),
  onProblem: (message, error) => process.stderr.write(`${message}: ${String(error)}\n`),
})
const { url, s3Url } = await emulator.listen()
await emulator.ready()

const { main } = emulator.worlds
const { telestream } = main.credentials
main.state.table(videos).put(makeVideo(1, telestream.factoryId, main.clock.now()))

reportUsage({
  port: Number(new URL(url).port),
  s3Url,
  account: telestream,
  bucket: main.state.table(factories).get(telestream.factoryId)?.bucket,
})
