// Time: the clock with its controls, and the jobs that wait, on a line and in a list.
import { useState } from 'preact/hooks'
import { call } from './api.ts'
import { advance, mode, now, setClock } from './clock.ts'
import { duration, plural } from './format.ts'
import { useLoaded } from './loaded.ts'
import { attempt } from './told.tsx'
import type { Job } from './wire.ts'

const steps = [
  ['+1 s', 1000],
  ['+10 s', 10_000],
  ['+1 min', 60_000],
  ['+10 min', 600_000],
  ['+1 h', 3_600_000],
  ['+1 day', 86_400_000],
] as const

/** Jobs that are listed; a large scenario may have thousands. */
const mostListed = 200

export function TimeView() {
  return (
    <div class="page">
      <ClockPanel />
      <Jobs />
    </div>
  )
}

function ClockPanel() {
  const [instant, setInstant] = useState('')
  const isReal = mode.value === 'real'
  return (
    <section class="panel" aria-label="Clock">
      <h2 class="clock-face">
        <time>{now.value === undefined ? '…' : new Date(now.value).toISOString().slice(0, 19).replace('T', ' ')}</time>
        <span class={isReal ? 'tag' : 'tag frozen'}>{isReal ? 'real' : 'frozen'}</span>
      </h2>
      <p class="quiet">The time in this world, in UTC. Jobs that fall due on the way run in their order.</p>
      <div class="buttons">
        {isReal ? (
          <button type="button" onClick={() => void setClock({ mode: 'frozen' })}>
            Freeze
          </button>
        ) : (
          <button type="button" onClick={() => void setClock({ mode: 'real' })}>
            Let it run
          </button>
        )}
        {steps.map(([label, ms]) => (
          <button key={ms} type="button" onClick={() => void advance({ ms })}>
            {label}
          </button>
        ))}
        <button type="button" class="primary" onClick={() => void advance({ until: 'idle' })}>
          Run until idle
        </button>
      </div>
      <form
        class="buttons"
        onSubmit={(event) => {
          event.preventDefault()
          void setClock({ now: instant })
        }}
      >
        <input
          aria-label="An instant"
          placeholder="2026-01-01T00:00:00Z"
          value={instant}
          onInput={({ currentTarget }) => setInstant(currentTarget.value)}
        />
        <button type="submit" disabled={instant === ''}>
          Set
        </button>
        {isReal && (
          <button type="button" onClick={() => void setClock({ mode: 'real', now: new Date().toISOString() })}>
            Back to this machine’s time
          </button>
        )}
      </form>
    </section>
  )
}

function Jobs() {
  const { data, error } = useLoaded<{ jobs: Job[] }>('/jobs', 3000)
  const [showsBackground, setShowsBackground] = useState(false)
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  const all = data?.jobs ?? []
  const jobs = all.filter(({ background }) => showsBackground || !background)
  const waiting = jobs.filter(({ status }) => status === 'waiting')
  return (
    <section class="panel" aria-label="Jobs">
      <h2>
        Jobs{' '}
        <span class="quiet">{waiting.length === 0 ? 'none waits' : `${plural(waiting.length, 'job')} waiting`}</span>
      </h2>
      {waiting.length > 0 && <TimeLine jobs={waiting} />}
      <ul class="jobs">
        {jobs.slice(0, mostListed).map((job) => (
          <li key={job.id} class={job.status}>
            <span class="due">{job.status === 'failed' ? <span class="tag problem">failed</span> : due(job)}</span>
            <span class="what">
              <strong>{job.kind}</strong> {job.subject !== undefined && <code>{job.subject}</code>}
              {job.lastError !== undefined && <span class="problem">{job.lastError}</span>}
            </span>
            <button
              data-nav
              type="button"
              class="small"
              onClick={() =>
                void attempt(() => call('POST', `/jobs/${encodeURIComponent(job.id)}/run`), `${job.kind} ran`)
              }
            >
              Run now
            </button>
          </li>
        ))}
      </ul>
      {jobs.length > mostListed && <p class="quiet">… and {plural(jobs.length - mostListed, 'more job')}</p>}
      <label class="check">
        <input
          type="checkbox"
          checked={showsBackground}
          onChange={({ currentTarget }) => setShowsBackground(currentTarget.checked)}
        />{' '}
        housekeeping too ({all.filter(({ background }) => background).length})
      </label>
    </section>
  )
}

function due({ dueAt }: Job): string {
  const left = Date.parse(dueAt) - (now.value ?? Date.parse(dueAt))
  return left <= 0 ? 'now' : `in ${duration(left)}`
}

const ticks = [1000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000, 604_800_000, 2_592_000_000, 31_536_000_000]

/** The farther, the closer together: seconds and months fit on one line. */
function TimeLine({ jobs }: { jobs: readonly Job[] }) {
  const from = now.value ?? 0
  const lefts = jobs.map(({ dueAt }) => Math.max(0, Date.parse(dueAt) - from))
  const farthest = Math.max(1000, ...lefts)
  const scale = (left: number) => Math.log1p(left / 1000) / Math.log1p(farthest / 1000)
  const position = (left: number) => ({ left: `${scale(left) * 100}%` })
  return (
    <div class="time-line" role="img" aria-label={`When the jobs are due: the last in ${duration(farthest)}`}>
      {[0, ...ticks.filter((tick) => tick <= farthest)].map((tick) => (
        <span key={tick} class="tick" style={position(tick)}>
          {tick === 0 ? 'now' : duration(tick)}
        </span>
      ))}
      {jobs.slice(0, mostListed).map((job, index) => (
        <span
          key={job.id}
          class={job.background ? 'due-job background' : 'due-job'}
          style={position(lefts[index] ?? 0)}
          title={`${job.kind} ${due(job)}`}
        />
      ))}
    </div>
  )
}
