// The system's time, for what is shown to programs outside: another cloud does not know a world's clock.

/** ms since 1970. Never for what a vendor would answer: that is the world's clock. */
export function realTime(): number {
  return Date.now()
}
