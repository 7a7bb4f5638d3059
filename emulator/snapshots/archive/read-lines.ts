// A part of a state out of its lines.
import { createDigest } from '#platform'
import { bytesToHex } from '@noble/hashes/utils.js'
import { share } from '../../slices.ts'
import type { State } from '../../state/state.ts'
import type { StatePart } from '../../state/state-lines.ts'
import { ArchiveRefused } from './refused.ts'

/** Characters that are written at a time: as long as that takes, nobody else is served. */
const batch = 128 * 1024
/** A line of more characters is none of ours. */
const longest = 16 * 1024 * 1024

/** Answers the SHA-256 of what was read, in hex. @throws {NoStateLine} @throws {ArchiveRefused} */
export async function readLines(body: ReadableStream<Uint8Array>, state: State, part: StatePart): Promise<string> {
  const digest = createDigest('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const write = state.lines.writer(part)
  let text = ''
  const flush = () => {
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    state.transaction(() => lines.forEach(write))
  }
  const reader = body.getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    digest.update(chunk.value)
    const piece = decoder.decode(chunk.value, { stream: true })
    text += piece
    // Only where a line ends: what is looked through again and again takes its time.
    if (text.length >= batch && piece.includes('\n')) flush()
    if (text.length > longest) throw new ArchiveRefused('The snapshot is damaged: a line of its state has no end')
    await share()
  }
  text += decoder.decode()
  flush()
  if (text !== '') throw new ArchiveRefused('The snapshot is damaged: the last line of its state has no end')
  return bytesToHex(digest.digest())
}
