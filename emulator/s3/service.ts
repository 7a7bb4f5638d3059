// The S3 wire as a service of the emulator: buckets of the world that the path's prefix names, or of `main`.
import type { Service } from '../service.ts'
import { answerS3 } from './answer.ts'

export const s3Service: Service = {
  select: () => undefined,
  handle(exchange) {
    const { world } = exchange
    return answerS3(exchange, {
      store: world.objects,
      credentials: world.credentials.s3,
      now: world.clock.now(),
      requestId: world.ids.passing('s3-request', 16).toUpperCase(),
    })
  },
  jobs: {},
  seed: () => undefined,
}
