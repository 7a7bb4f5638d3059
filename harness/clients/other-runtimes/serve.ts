// A program, for a project that has installed the package: serves over sockets from a data directory, and once more from what it left there.
import { createEmulator } from 'stuntdouble'
import { film } from './film.ts'
import { print } from './print.ts'

const [data] = process.argv.slice(2)
if (data === undefined) throw new Error('Which directory?')

const first = await createEmulator({ data, clock: 'frozen', port: 0, s3Port: 0 })
const addresses = await first.listen()
const { token } = first.worlds.main.credentials.telestream
const upload = new FormData()
upload.set('file', new File([await film()], 'holiday.mp4'))
const asked = { method: 'POST', body: upload }
const created = await fetch(`${addresses.url}/v2/videos.json?token=${token}&profiles=h264`, asked)
print(created.status, (await created.text()).includes('"original_filename":"holiday.mp4"'))
await first.worlds.main.jobs.advanceUntilIdle()
await first.close()
print(await fetch(addresses.url).then(String, () => 'closed'))

const second = await createEmulator({ data, clock: 'frozen', port: 0, s3Port: 0 })
const { url, s3Url } = await second.listen()
const found = await (await fetch(`${url}/v2/encodings.json?token=${token}`)).text()
print(/"status":"(\w+)"/.exec(found)?.[1])
const [file = ''] = /\w+\.mp4/.exec(found) ?? []
const stored = await fetch(`${s3Url}/my-bucket/${file}`, { headers: { range: 'bytes=4-7' } })
print(stored.status, await stored.text())
await second.close()
