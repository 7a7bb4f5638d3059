// Lets whoever waits have a turn, in work that would keep everybody else waiting.

export function breath(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
