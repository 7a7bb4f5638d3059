// All content of a space, a page at a time, and texts that are written while it is read.
import type { Listing, ObjectHead } from '../../objects/object-store.ts'
import type { World } from '../../world.ts'
import type { Space } from './model.ts'

/** In the order of the ids' bytes. */
export async function* allContent(
  world: World,
  { bucket }: Pick<Space, 'bucket'>,
  prefix = '',
): AsyncGenerator<ObjectHead> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Listing = await world.objects.list(bucket, { prefix, after })
    yield* page.objects
    after = page.next
  }
}

/** Lines as bytes, as somebody reads them. */
export function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await lines.return(undefined)),
  })
}

/** Bytes that the lines have. */
export async function lengthOf(lines: AsyncGenerator<string>): Promise<number> {
  const encoder = new TextEncoder()
  let length = 0
  for await (const line of lines) length += encoder.encode(line).length
  return length
}
