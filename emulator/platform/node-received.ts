// Memory of what came over sockets, given back when it was used. V8 takes each 64 MiB of such memory, used or not, as a reason to
// collect all garbage: under eight uploads that was a dozen times a second, each for 20 ms and on every core.

/** What nobody but its reader knows of. */
const received = new WeakSet<ArrayBufferLike>()

/** Takes note of a chunk that Node has read, when its memory is all its own. */
export function noteReceived({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === buffer.byteLength) received.add(buffer)
}

/** Gives back a chunk that Node has read for nobody, when its memory is all its own. */
export function discardReceived(chunk: Uint8Array): void {
  noteReceived(chunk)
  giveBack(chunk)
}

/**
 * Says that nobody will look at these bytes again, nor at what came before them in the same chunk. They are empty then if they are the end
 * of a chunk that was noted; all others are left as they are.
 */
export function giveBack({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (byteOffset + byteLength !== buffer.byteLength || !received.delete(buffer)) return
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
