// Stream (getstream.io) Video: external storage, call types, calls, recording, transcription, webhooks.
import type { Exchange } from '../../exchange.ts'
import type { Service } from '../../service.ts'
import { handle } from './api.ts'
import { credentialKey } from './auth.ts'
import { ringJobs } from './calls/missed.ts'
import { sessionJobs } from './calls/sessions.ts'
import { captionJobs } from './egress/captions.ts'
import { runningJobs } from './egress/running-jobs.ts'
import { uploadJobs } from './egress/upload.ts'
import { answerCdn, cdnPrefix, keepSigning, keyPairKey } from './storages/stream-storage.ts'
import { taskJobs } from './tasks/tasks.ts'
import { webhookJobs } from './webhooks/deliveries.ts'

const isCdn = ({ path }: Exchange) => path.startsWith(`${cdnPrefix}/`)

export const stream: Service = {
  select: (exchange) => (isCdn(exchange) ? keyPairKey(exchange.query) : credentialKey(exchange)),
  handle: (exchange) => (isCdn(exchange) ? answerCdn(exchange) : handle(exchange)),
  adopt: (world, former) => keepSigning(world, former.stream.apiSecret),
  jobs: { ...taskJobs, ...sessionJobs, ...ringJobs, ...runningJobs, ...captionJobs, ...uploadJobs, ...webhookJobs },
}
