// Lists of recordings and transcriptions, and their deletion (§2.5, §2.7).
import type { Call } from '../call.ts'
import { requireCapability } from '../calls/capabilities.ts'
import { findCall } from '../calls/find.ts'
import { notFound } from '../errors.ts'
import { writeRecording, writeTranscription } from './files-wire.ts'
import { forgetFile } from './forget.ts'
import { type EgressFile, egressFiles } from './model.ts'

/** GET C/recordings, and C/{session}/recordings of older clients: oldest first; of all types, and all sessions unless one is named. */
export function listRecordings(call: Call): object {
  return { recordings: filesOf(call, 'recordings').map(writeRecording) }
}

export function listSessionRecordings(call: Call): object {
  return { recordings: filesOf(call, 'recordings', call.param('session')).map(writeRecording) }
}

/** GET C/transcriptions */
export function listTranscriptions(call: Call): object {
  return { transcriptions: filesOf(call, 'transcriptions').map(writeTranscription) }
}

type What = 'recordings' | 'transcriptions'

function filesOf(call: Call, what: What, sessionId?: string): EgressFile[] {
  const { id, type } = findCall(call)
  requireCapability(call, 'read-call', what === 'recordings' ? 'ListRecordings' : 'ListTranscriptions', {
    type,
    cid: id,
  })
  const all = call.world.state.table(egressFiles).list({ where: { callCid: id, sessionId } })
  return all.filter(({ kind }) => (kind === 'transcription') === (what === 'transcriptions'))
}

/** DELETE C/{session}/recordings/{filename} */
export function deleteRecording(call: Call): object {
  return remove(call, 'recordings', "recording doesn't exist")
}

/** DELETE C/{session}/transcriptions/{filename} */
export function deleteTranscription(call: Call): object {
  return remove(call, 'transcriptions', "transcription doesn't exist")
}

/** The entry goes, and bytes on Stream's own storage; those in an app's storage are the app's (§2.5). */
function remove(call: Call, what: What, missing: string): object {
  const { world } = call
  return world.state.transaction(() => {
    const { id } = findCall(call)
    const file = call.find('filename', (name) => world.state.table(egressFiles).get(`${call.param('session')}/${name}`))
    const right = file?.callCid === id && (file.kind === 'transcription') === (what === 'transcriptions')
    if (!file || !right) throw notFound(missing)
    forgetFile(world, file)
    return {}
  })
}
