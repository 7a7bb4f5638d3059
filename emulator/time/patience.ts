// Waiting in real time for something, but not for ever.

/** Waits until `work` has ended, well or not, for at most `ms`. Answers whether it has. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let handle: ReturnType<typeof setTimeout> | undefined
  const ended = work.then(
    () => true,
    () => true,
  )
  const late = new Promise<boolean>((resolve) => {
    handle = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([ended, late])
  } finally {
    clearTimeout(handle)
  }
}
