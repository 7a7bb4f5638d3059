// A frame of a call: a picture in the storage, and an event that tells of it; no route lists them (§2.6).
import type { World } from '../../../world.ts'
import { sampleFor } from '../../../media/samples.ts'
import { sessions, type VideoCall } from '../calls/model.ts'
import { writeUserOf } from '../calls/wire.ts'
import { storeFile } from '../storages/store-file.ts'
import { UploadFailure } from '../storages/upload-failure.ts'
import { at } from '../wire.ts'
import { tellEgress } from './events.ts'
import type { Egress } from './model.ts'

/** Whether there is anybody to be seen. */
export function isAnybodyThere(world: World, { sessionId }: Egress): boolean {
  return (world.state.table(sessions).get(sessionId)?.participants.length ?? 0) > 0
}

/** Puts the picture there; what it answers tells of it, or of its failure, within the transaction of the job. */
export async function storeFrame(
  world: World,
  call: VideoCall,
  egress: Egress,
  capturedAt: number,
): Promise<() => void> {
  const picture = await sampleFor('.jpg')
  if (!picture) throw new Error('There is no sample picture')
  const file = {
    name: `frame_${call.type}_${call.callId}_${capturedAt}.jpg`,
    folder: `video/frames/${call.type}_${call.callId}`,
    body: picture.bytes,
    contentType: 'image/jpeg',
  }
  try {
    const url = await storeFile(world, egress.storage, file)
    return () => {
      const present = world.state.table(sessions).get(egress.sessionId)?.participants ?? []
      tellEgress(world, call, 'frames', 'ready', {
        at: capturedAt,
        session_id: egress.sessionId,
        track_type: 'TRACK_TYPE_VIDEO',
        url,
        captured_at: at(capturedAt),
        users: Object.fromEntries(present.map(({ userId }) => [userId, writeUserOf(world, userId)])),
      })
    }
  } catch (error) {
    if (!(error instanceof UploadFailure)) throw error
    return () => tellEgress(world, call, 'frames', 'failed', { at: capturedAt })
  }
}
