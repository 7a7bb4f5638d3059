// How far a scenario is in place: a bar on a terminal, and nothing anywhere else.
import type { SeedingProgress } from '../../fixtures/scenarios/scenario.ts'

/** What is done sooner needs no bar. */
const worthTelling = 1000
const width = 30
/** ms between two pictures. */
const pause = 50

export interface ProgressBar {
  show: (progress: SeedingProgress) => void
  /** Takes the bar away. */
  end: () => void
}

/**
 * @param stream of people; programs that read it see nothing
 * @param now ms, of the machine's clock
 */
export function progressBar(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
  what: string,
  now = Date.now,
): ProgressBar {
  const parts = new Map<string, SeedingProgress>()
  let shownAt = 0
  let isShown = false
  return {
    show(progress) {
      parts.set(progress.service, progress)
      const [done, total] = [sum(parts, 'done'), sum(parts, 'total')]
      const at = now()
      if (!stream.isTTY || total < worthTelling || (at - shownAt < pause && done < total)) return
      shownAt = at
      isShown = true
      stream.write(`\r${what}  ${bar(done / total)}  ${count(done)} of ${count(total)}\u001b[K`)
    },
    end() {
      if (isShown) stream.write('\r\u001b[K')
      isShown = false
    },
  }
}

function sum(parts: ReadonlyMap<string, SeedingProgress>, what: 'done' | 'total'): number {
  return [...parts.values()].reduce((sum, part) => sum + part[what], 0)
}

/** `█████████░░░░░  48 %` */
function bar(part: number): string {
  const full = Math.round(part * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(part * 100)).padStart(3)} %`
}

const count = (entities: number) => entities.toLocaleString('en')
