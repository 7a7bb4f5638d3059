// A double whose bucket `bench`, which is the space `bench` too, has many objects: rows only, put where they lie in one transaction.
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { objects } from '../../emulator/objects/object-rows.ts'
import { createSpace } from '../../emulator/services/duracloud/space-life.ts'
import { stores } from '../../emulator/services/duracloud/model.ts'

export function objectKey(n: number): string {
  return `films/${String(n).padStart(9, '0')}.mp4`
}

export async function withObjects(count: number): Promise<{ emulator: Emulator; bucket: string }> {
  const emulator = await createEmulator({ clock: 'real' })
  await emulator.ready()
  const { main } = emulator.worlds
  const [store] = stores
  if (!store) throw new Error('DuraCloud has no store')
  const { bucket } = await createSpace(main, store, 'bench', { acls: {}, username: 'bench' })
  const table = main.state.table(objects)
  const lastModified = main.clock.now()
  main.state.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      table.insert({
        id: `bench/${n}`,
        bucket,
        key: objectKey(n),
        head: {
          size: 0,
          etag: 'd41d8cd98f00b204e9800998ecf8427e',
          md5: 'd41d8cd98f00b204e9800998ecf8427e',
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          contentType: 'video/mp4',
          metadata: {},
          lastModified,
          publicRead: false,
        },
      })
    }
  })
  return { emulator, bucket }
}
