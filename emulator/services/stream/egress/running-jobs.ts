// What happens to an egress while it runs: a file is two hours long, a frame is due (§2.6, §2.10).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { calls, type VideoCall } from '../calls/model.ts'
import { isAnybodyThere, storeFrame } from './frames.ts'
import { closeFile } from './end.ts'
import { type Egress, egresses } from './model.ts'
import { scheduleNext } from './start.ts'

export const runningJobs: Service['jobs'] = {
  'stream.egress.split'(job, world) {
    return () => {
      const { call, egress } = running(world, job.payload) ?? {}
      if (!call || !egress) return
      closeFile(world, call, egress, job.dueAt)
      scheduleNext(world, call, world.state.table(egresses).put({ ...egress, fileStartedAt: job.dueAt }), job.dueAt)
    }
  },

  async 'stream.egress.frame'(job, world) {
    const { call, egress } = running(world, job.payload) ?? {}
    if (!call || !egress) return undefined
    const told = isAnybodyThere(world, egress) ? await storeFrame(world, call, egress, job.dueAt) : undefined
    return () => {
      const now = running(world, job.payload)
      if (!now) return
      told?.()
      scheduleNext(world, now.call, now.egress, job.dueAt)
    }
  },
}

/** The egress that the job was made for; undefined when it has ended since. */
function running(world: World, payload: unknown): { call: VideoCall; egress: Egress } | undefined {
  const { id, sessionId } = payload as { id: string; sessionId: string }
  const egress = world.state.table(egresses).get(id)
  const call = egress?.sessionId === sessionId ? world.state.table(calls).get(egress.callCid) : undefined
  return egress && call && { egress, call }
}
