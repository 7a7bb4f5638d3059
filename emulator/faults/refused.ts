// A fault that was asked for and is none.

/** In words for whoever asked for it. */
export class FaultRefused extends Error {
  override name = 'FaultRefused'
}
