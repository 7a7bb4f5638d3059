// What is told at the edge of the page for a while: that something was done, or why it was not.
import { signal } from '@preact/signals'
import { changed } from './api.ts'

interface Told {
  id: number
  text: string
  isError: boolean
}

const all = signal<readonly Told[]>([])
let last = 0
/** ms */
const shownFor = { word: 3000, error: 9000 }

export function tell(text: string, { isError = false } = {}): void {
  last += 1
  const id = last
  all.value = [...all.value.slice(-2), { id, text, isError }]
  setTimeout(() => dismiss(id), isError ? shownFor.error : shownFor.word)
}

/** Does something and tells of its end; what changed is shown again. */
export async function attempt<T>(
  what: () => Promise<T>,
  done?: string | ((result: T) => string),
): Promise<T | undefined> {
  try {
    const result = await what()
    if (done !== undefined) tell(typeof done === 'string' ? done : done(result))
    changed()
    return result
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), { isError: true })
    return undefined
  }
}

function dismiss(id: number): void {
  all.value = all.value.filter((told) => told.id !== id)
}

export function Tellings() {
  return (
    <div class="tellings" role="status" aria-live="polite">
      {all.value.map(({ id, text, isError }) => (
        <button
          key={id}
          type="button"
          class={isError ? 'told error' : 'told'}
          onClick={() => dismiss(id)}
          title="Dismiss"
        >
          {text}
        </button>
      ))}
    </div>
  )
}
