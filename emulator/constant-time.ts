// Comparing what a client sent with what it should have sent, in a time that does not tell how much of it is right.

/** Whether two texts are the same. Only their length shows in the time it takes. */
export function constantTimeEqual(expected: string, received: string): boolean {
  if (expected.length !== received.length) return false
  let difference = 0
  for (let at = 0; at < expected.length; at++) difference |= expected.charCodeAt(at) ^ received.charCodeAt(at)
  return difference === 0
}
