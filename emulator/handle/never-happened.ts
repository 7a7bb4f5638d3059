// The error of `world.until`, apart from it: who catches it needs no more.

/** What was waited for does not happen: no job waits that could bring it about, or the time is over. */
export class NeverHappened extends Error {
  override name = 'NeverHappened'
}
