// Worlds, and what is kept of this one: create, fork, snapshot, restore.
import { useState } from 'preact/hooks'
import { base, call, consoleOf, world } from './api.ts'
import { bytes, clockTime, plural } from './format.ts'
import { useLoaded } from './loaded.ts'
import { attempt } from './told.tsx'
import type { Snapshot, WorldState } from './wire.ts'

export function WorldsView() {
  const { data, error } = useLoaded<{ worlds: WorldState[] }>('/worlds')
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  return (
    <div class="page">
      <section class="panel" aria-label="Worlds">
        <h2>Worlds</h2>
        <ul class="worlds">
          {data?.worlds.map(({ name, clock }) => (
            <li key={name}>
              <span class="what">
                <a data-nav href={`${consoleOf(name)}#/worlds`} aria-current={name === world ? 'page' : undefined}>
                  <strong>{name}</strong>
                </a>
                <span class="quiet">
                  {clock.mode}, {clockTime(clock.now).slice(0, 19)}
                </span>
              </span>
              <button type="button" class="small" onClick={() => void fork(name)}>
                Fork
              </button>
              {name !== 'main' && (
                <button type="button" class="small danger" onClick={() => void remove(name)}>
                  Delete
                </button>
              )}
            </li>
          ))}
        </ul>
        <NewWorld />
      </section>
      <Snapshots />
      <section class="panel" aria-label="Begin anew">
        <h2>Begin anew</h2>
        <p class="quiet">
          State, objects, clock and journal of {world} go back to the scenario that it began with. Credentials and
          snapshots stay.
        </p>
        <div class="buttons">
          <button type="button" class="danger" onClick={() => void reset()}>
            Reset {world}
          </button>
        </div>
      </section>
    </div>
  )
}

async function fork(from: string): Promise<void> {
  await attempt(
    () => call<WorldState>('POST', '/worlds', { from }),
    ({ name }) => `${name} is as ${from} is now`,
  )
}

async function remove(name: string): Promise<void> {
  if (!confirm(`Delete the world ${name} with all that is in it?`)) return
  const answer = await attempt(async () => {
    await call('DELETE', `/worlds/${encodeURIComponent(name)}`)
    return true
  }, `${name} is gone`)
  if (answer === true && name === world) location.href = `${consoleOf('main')}#/worlds`
}

async function reset(): Promise<void> {
  if (confirm(`Bring ${world} back to its beginning?`))
    await attempt(() => call('POST', '/reset'), `${world} begins anew`)
}

function NewWorld() {
  const [name, setName] = useState('')
  const [scenario, setScenario] = useState('')
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        const body = { ...(name !== '' && { name }), ...(scenario !== '' && { scenario }) }
        void attempt(
          () => call<WorldState>('POST', '/worlds', body),
          (created) => `${created.name} is there`,
        ).then((created) => created && setName(''))
      }}
    >
      <label>
        Name
        <input placeholder="world-1" value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <label>
        Scenario
        <input
          placeholder="as main began"
          value={scenario}
          onInput={({ currentTarget }) => setScenario(currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Create
      </button>
    </form>
  )
}

function Snapshots() {
  const { data, error } = useLoaded<{ snapshots: Snapshot[] }>('/snapshots')
  const [name, setName] = useState('')
  return (
    <section class="panel" aria-label="Snapshots">
      <h2>Snapshots of {world}</h2>
      {error !== undefined && <p class="problem">{error}</p>}
      <ul class="snapshots">
        {data?.snapshots.map(({ id, name: called, at, sizes }) => (
          <li key={id}>
            <span class="what">
              <strong>{called ?? id}</strong>
              <span class="quiet">
                {clockTime(at).slice(0, 19)} · {plural(sizes.entities, 'row')} · {bytes(sizes.bytes)} of objects
              </span>
            </span>
            <span class="buttons">
              <button data-nav type="button" class="small" onClick={() => void restore(id, called)}>
                Restore
              </button>
              <button type="button" class="small" onClick={() => void fork(id)}>
                Fork
              </button>
              <a class="button small" href={`${base}/snapshots/${encodeURIComponent(id)}/archive`} download>
                Save as file
              </a>
              <button type="button" class="small danger" onClick={() => void forget(id, called)}>
                Delete
              </button>
            </span>
          </li>
        ))}
      </ul>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault()
          void attempt(() => call('POST', '/snapshots', name === '' ? {} : { name }), 'It is kept').then(() =>
            setName(''),
          )
        }}
      >
        <label>
          Name
          <input
            placeholder="before the import"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Take a snapshot
        </button>
        <label class="file">
          Load a file
          <input
            type="file"
            accept=".tar,application/x-tar"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              if (file)
                void attempt(() => call('POST', '/snapshots', file), `${file.name} is a snapshot of ${world} now`)
              currentTarget.value = ''
            }}
          />
        </label>
      </form>
    </section>
  )
}

async function forget(id: string, name = id): Promise<void> {
  if (confirm(`Delete the snapshot ${name}?`))
    await attempt(() => call('DELETE', `/snapshots/${encodeURIComponent(id)}`), `${name} is gone`)
}

async function restore(id: string, name = id): Promise<void> {
  if (confirm(`Bring ${world} back to ${name}? What happened since is lost.`))
    await attempt(() => call('POST', `/snapshots/${encodeURIComponent(id)}/restore`), `${world} is as it was`)
}
