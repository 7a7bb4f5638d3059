// Stream (getstream.io) Video: external storage, call types, calls, recording, transcription, webhooks.
import type { Service } from '../../service.ts'
import { handle } from './api.ts'
import { credentialKey } from './auth.ts'
import { seed } from './seed.ts'
import { taskJobs } from './tasks/tasks.ts'

export const stream: Service = {
  select: credentialKey,
  handle,
  seed,
  jobs: { ...taskJobs },
}
