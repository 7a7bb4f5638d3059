// Takes snapshots, goes back to them, forks and deletes, until it is killed; tells of what is done.
import { createEmulator } from '../../../emulator/index.ts'

const [data = ''] = process.argv.slice(2)
const { worlds } = await createEmulator({ data, clock: 'frozen' })
const { main, snapshots } = worlds
const tell = (told: Record<string, string>) => process.stdout.write(`${JSON.stringify(told)}\n`)

await main.prepare('s3')
if (!(await main.objects.listBuckets()).some(({ name }) => name === 'crash')) {
  await main.objects.createBucket('crash')
  await main.objects.put('crash', 'state', new TextEncoder().encode('0'))
  main.state.write('crash', '0')
}

async function become(content: string): Promise<void> {
  await main.objects.put('crash', 'state', new TextEncoder().encode(content))
  main.state.write('crash', content)
}

for (let n = worlds.list().length + snapshots.list('main').length; ; n += 1) {
  await become(String(n))
  const { id } = await snapshots.take(main)
  tell({ kind: 'snapshot', id, content: String(n) })
  await become(`${n} since`)
  await snapshots.restore(main, id)
  const fork = await worlds.create({ from: n % 2 === 0 ? id : 'main', name: `fork-${n}-${Date.now()}` })
  tell({ kind: 'forked', id: fork.name, content: String(n) })
  const [oldest] = snapshots.list('main')
  if (n % 3 !== 2 || !oldest || oldest.id === id) continue
  tell({ kind: 'deleting', id: oldest.id, content: '' })
  await snapshots.delete(oldest.id)
}
