// The S3 wire as a service of the emulator: buckets of the world that the access key or the path's prefix names, or of `main`.
import { accountsKnown } from '../diagnosis/index.ts'
import type { Exchange } from '../exchange.ts'
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import { answerS3 } from './answer.ts'
import { presentedAccessKey } from './auth/presented-key.ts'
import type { S3Call, S3Context } from './call.ts'
import { isForm } from './is-form.ts'
import type { PostedForm } from './posted-form.ts'

/** Forms that were opened to find their world. */
const opened = new WeakMap<Exchange, PostedForm>()

export const s3Service: Service = {
  select(exchange) {
    const { request } = exchange
    const key = presentedAccessKey(exchange)
    if (key !== undefined) return keyOf(key)
    return request.method === 'POST' && isForm(request.headers) ? selectByForm(exchange) : undefined
  },
  handle(exchange) {
    const { world } = exchange
    const call: S3Call = exchange
    const form = opened.get(exchange)
    if (form) call.form = form
    return answerS3(call, contextOf(world))
  },
  jobs: { 's3.expire': async (job, world) => (await import('./expire.ts')).expire(job, world) },
}

/** What an answer needs of its world. */
export function contextOf(world: World): S3Context {
  return {
    store: world.versioned,
    credentials: world.credentials.s3,
    accounts: () => accountsKnown(world, 's3'),
    now: world.clock.now(),
    requestId: world.ids.passing('s3-request', 16).toUpperCase(),
    lifecycleSet: async (bucket) => (await import('./expire.ts')).scheduleExpiry(world, bucket),
  }
}

function keyOf(accessKeyId: string): string {
  return `s3/access-key/${accessKeyId}`
}

/** Who posts a form says in the form who they are. */
async function selectByForm(exchange: Exchange): Promise<string | undefined> {
  const [{ openForm }, { postedAccessKey }] = await Promise.all([
    import('./posted-form.ts'),
    import('./auth/verify-post.ts'),
  ])
  try {
    const form = await openForm(exchange.request)
    opened.set(exchange, form)
    const key = postedAccessKey(form.fields)
    return key === undefined ? undefined : keyOf(key)
  } catch (error) {
    const refused: PostedForm = { fields: [], filename: undefined, contentType: undefined, file: undefined, error }
    opened.set(exchange, refused)
    return undefined
  }
}
