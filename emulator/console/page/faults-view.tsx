// What goes wrong on purpose: presets as switches, what is active, and faults of one's own.
import { useState } from 'preact/hooks'
import { call } from './api.ts'
import { plural } from './format.ts'
import { useLoaded } from './loaded.ts'
import { attempt } from './told.tsx'
import type { CatalogueEntry, Fault, Preset } from './wire.ts'

export function FaultsView() {
  const { data: presets } = useLoaded<{ presets: Preset[] }>('/faults/presets')
  const { data, error } = useLoaded<{ faults: Fault[] }>('/faults')
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  const faults = data?.faults ?? []
  const effective = faults.filter(({ state }) => state !== 'over')
  return (
    <div class="page">
      <section class="panel" aria-label="Faults">
        <h2>
          Faults{' '}
          <span class="quiet">
            {effective.length === 0 ? 'nothing is made to go wrong' : plural(effective.length, 'fault')}
          </span>
          {faults.length > 0 && (
            <button
              type="button"
              class="small"
              onClick={() => void attempt(() => call('DELETE', '/faults'), 'All faults are taken back')}
            >
              Take back all
            </button>
          )}
        </h2>
        <ul class="faults">
          {faults.map((fault) => (
            <li key={fault.id} class={fault.state}>
              <span class="what">
                <strong>{fault.name}</strong>
                <span class="quiet">{describe(fault)}</span>
              </span>
              <span class="tag">{fault.state}</span>
              <button
                data-nav
                type="button"
                class="small"
                aria-label={`Take back ${fault.name}`}
                onClick={() => void attempt(() => call('DELETE', `/faults/${fault.id}`), 'It is taken back')}
              >
                Take back
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section class="panel" aria-label="Presets">
        <h2>Presets</h2>
        <ul class="switches">
          {presets?.presets.map((preset) => (
            <li key={preset.name}>
              <PresetSwitch preset={preset} faults={effective.filter(({ name }) => name === preset.name)} />
            </li>
          ))}
        </ul>
      </section>
      <OwnFault />
    </div>
  )
}

function PresetSwitch({ preset: { name, summary }, faults }: { preset: Preset; faults: readonly Fault[] }) {
  const isOn = faults.length > 0
  const flip = () =>
    attempt(
      async () => {
        if (!isOn) return call('POST', '/faults', { preset: name })
        return Promise.all(faults.map(({ id }) => call('DELETE', `/faults/${id}`)))
      },
      isOn ? `Over: ${name}` : `From now on: ${name}`,
    )
  return (
    <button data-nav type="button" role="switch" aria-checked={isOn} class="switch" onClick={() => void flip()}>
      <span class="knob" aria-hidden="true" />
      <span class="what">
        <strong>{name}</strong>
        <span class="quiet">{summary}</span>
      </span>
    </button>
  )
}

function OwnFault() {
  const { data: catalogue } = useLoaded<Record<string, CatalogueEntry[]>>('/faults/catalogue')
  const [service, setService] = useState('telestream')
  const [error, setError] = useState('')
  const [operation, setOperation] = useState('')
  const [times, setTimes] = useState('1')
  const entries = catalogue?.[service] ?? []
  const chosen = entries.find(({ name }) => name === error) ?? entries[0]
  const add = () =>
    attempt(
      () =>
        call('POST', '/faults', {
          service,
          error: chosen?.name,
          ...(operation !== '' && { operation }),
          ...(times !== '' && { times: Number(times) }),
        }),
      'It will go wrong',
    )
  return (
    <section class="panel" aria-label="One of your own">
      <h2>One of your own</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <label>
          Service
          <select value={service} onChange={({ currentTarget }) => setService(currentTarget.value)}>
            {Object.keys(catalogue ?? {}).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Error
          <select value={chosen?.name ?? ''} onChange={({ currentTarget }) => setError(currentTarget.value)}>
            {entries.map(({ name, status }) => (
              <option key={name} value={name}>
                {name}
                {status === undefined ? '' : ` (${status})`}
              </option>
            ))}
          </select>
        </label>
        <label>
          Operation
          <input
            placeholder="videos.* (default: all)"
            value={operation}
            onInput={({ currentTarget }) => setOperation(currentTarget.value)}
          />
        </label>
        <label>
          Times
          <input
            type="number"
            min="1"
            placeholder="for ever"
            value={times}
            onInput={({ currentTarget }) => setTimes(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={!chosen}>
          Add
        </button>
      </form>
      {chosen && <p class="quiet">{chosen.summary}</p>}
    </section>
  )
}

function describe({
  effect,
  fired,
  matched,
  method,
  operation,
  path,
  probability,
  service,
  times,
  until,
}: Fault): string {
  return [
    service,
    Object.entries(effect)
      .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
      .join(', '),
    operation && `of ${operation}`,
    method,
    path,
    probability !== undefined && `${Math.round(probability * 100)} %`,
    times !== undefined && `at most ${plural(times, 'time')}`,
    until !== undefined && `until ${until.slice(0, 19).replace('T', ' ')}`,
    `happened ${plural(fired, 'time')}${matched > fired ? ` of ${matched}` : ''}`,
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' · ')
}
