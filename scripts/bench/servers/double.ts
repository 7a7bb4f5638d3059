// The double as `stuntdouble start --log silent` serves it: real clock, one video in `main`, an empty bucket `bench`; with a
// directory, an object to download. With a third argument its event loop is watched.
import { createEmulator } from '../../../emulator/index.ts'
import { useLightGlobals } from '../../../emulator/platform/node-globals.ts'
import { factories, videos } from '../../../emulator/services/telestream/model.ts'
import { randomStream } from '../random-stream.ts'
import { makeVideo } from '../video.ts'
import { reportUsage } from './report-usage.ts'

// As the command line does, in a process that is all its own.
useLightGlobals()

const [directory, objectBytes = '0', watched] = process.argv.slice(2)
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
const { telestream, s3, duracloud } = main.credentials
main.state.table(videos).put(makeVideo(1, telestream.factoryId, main.clock.now()))

await main.objects.createBucket('bench')

const resident = process.memoryUsage.rss()
const bucket = main.state.table(factories).get(telestream.factoryId)?.bucket ?? ''
if (directory !== undefined) {
  await main.objects.put(bucket, 'download.bin', randomStream(Number(objectBytes)), { publicRead: true })
}

reportUsage(
  {
    resident,
    pid: process.pid,
    port: Number(new URL(url).port),
    s3Port: Number(new URL(s3Url).port),
    account: telestream,
    s3,
    curator: duracloud.find(({ roles }) => roles.includes('ROLE_ROOT')),
    download: `${s3Url}/${bucket}/download.bin`,
  },
  watched !== undefined,
)
