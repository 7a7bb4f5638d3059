// Lines on a stream, written in groups: a line of its own for each request would cost more than the request.

export interface Output {
  line: (text: string) => void
  /** Resolves when everything is written. */
  flush: () => Promise<void>
}

export function createOutput(stream: NodeJS.WriteStream): Output {
  let waiting: string[] = []
  let broken = false
  // Who read it has gone (`stuntdouble | head`): the double has nobody to tell any more, and goes on.
  stream.on('error', () => {
    broken = true
  })

  function write(done?: () => void): void {
    const text = waiting.join('')
    waiting = []
    if (broken || text === '') done?.()
    else stream.write(text, () => done?.())
  }

  return {
    line(text) {
      if (waiting.length === 0) setImmediate(write)
      waiting.push(`${text}\n`)
    },
    flush: () => new Promise((resolve) => write(resolve)),
  }
}
