// The clock of the world, as it goes on between two answers.
import { computed, effect, signal } from '@preact/signals'
import { call, changed, changes, get } from './api.ts'
import { plural } from './format.ts'
import { attempt } from './told.tsx'
import type { ClockState } from './wire.ts'

interface Read extends ClockState {
  /** ms of the browser's clock. */
  readAt: number
}

const read = signal<Read | undefined>(undefined)
const tick = signal(0)

export const mode = computed(() => read.value?.mode)

/** ms since 1970 in the world's time; undefined before the first answer. */
export const now = computed(() => {
  void tick.value
  if (!read.value) return undefined
  const { mode, now, readAt } = read.value
  return Date.parse(now) + (mode === 'real' ? Date.now() - readAt : 0)
})

effect(() => {
  void changes.value
  void refresh()
})

setInterval(() => {
  tick.value += 1
}, 1000)

async function refresh(): Promise<void> {
  try {
    keep(await get<ClockState>('/clock'))
  } catch {
    // The page says elsewhere that the double does not answer.
  }
}

function keep(clock: ClockState): void {
  read.value = { ...clock, readAt: Date.now() }
}

export async function setClock(body: { mode?: 'real' | 'frozen'; now?: string }): Promise<void> {
  const clock = await attempt(
    () => call<ClockState>('PUT', '/clock', body),
    ({ mode }) => (mode === 'real' ? 'The clock runs' : 'The clock stands still'),
  )
  if (clock) keep(clock)
}

export async function advance(body: { ms: number } | { to: string } | { until: 'idle' }): Promise<void> {
  const answer = await attempt(
    () => call<ClockState & { ran: number }>('POST', '/clock/advance', body),
    ({ ran }) => `${plural(ran, 'job')} ran`,
  )
  if (answer) keep(answer)
  changed()
}
