// The frame of the page: which world, which time, which section.
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { consoleOf, world } from './api.ts'
import { mode, now } from './clock.ts'
import { CredentialsView } from './credentials-view.tsx'
import { FaultsView } from './faults-view.tsx'
import { Help } from './help.tsx'
import { live } from './journal.ts'
import { JournalView } from './journal-view.tsx'
import { isHelpShown } from './keyboard.ts'
import { useLoaded } from './loaded.ts'
import { ObjectsView } from './objects-view.tsx'
import { href, place, type Section, sections } from './place.ts'
import { StateView } from './state-view.tsx'
import { nextTheme, theme } from './theme.ts'
import { TimeView } from './time-view.tsx'
import { Tellings } from './told.tsx'
import type { Fault, WorldState } from './wire.ts'
import { WorldsView } from './worlds-view.tsx'

const views: Record<Section, ComponentType> = {
  journal: JournalView,
  state: StateView,
  objects: ObjectsView,
  time: TimeView,
  faults: FaultsView,
  worlds: WorldsView,
  credentials: CredentialsView,
}

const liveWords = { live: 'live', connecting: 'connecting', lost: 'no connection' }
const themeWords = { system: 'Auto', light: 'Light', dark: 'Dark' }

export function App() {
  const { section } = place.value
  const View = views[section]
  const title = sections.find(({ name }) => name === section)?.title ?? ''
  useEffect(() => {
    document.title = `${title} · ${world} · stuntdouble`
    document.querySelector('.sections [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [title])
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), document.querySelector<HTMLElement>('main')?.focus())}
      >
        To the content
      </a>
      <header class="top">
        <a class="name" href={href('journal')}>
          <img src="icon.svg" alt="" width="20" height="20" /> stuntdouble
        </a>
        <WorldChoice />
        <a class="clock" href={href('time')} title="The time in this world">
          <span class={mode.value === 'real' ? 'dot on' : 'dot frozen'} aria-hidden="true" />
          <time>
            {now.value === undefined ? '…' : new Date(now.value).toISOString().slice(0, 19).replace('T', ' ')}
          </time>
          <span class="quiet">{mode.value}</span>
        </a>
        <span class={`live ${live.value}`} role="status">
          <span class="dot" aria-hidden="true" /> {liveWords[live.value]}
        </span>
        <button
          type="button"
          class="small"
          onClick={nextTheme}
          aria-label={`Theme: ${themeWords[theme.value]}`}
          title={`Theme: ${themeWords[theme.value]} (t)`}
        >
          {themeWords[theme.value]}
        </button>
        <button
          type="button"
          class="small"
          onClick={() => (isHelpShown.value = true)}
          aria-label="Keys"
          title="Keys (?)"
        >
          ?
        </button>
      </header>
      <nav class="sections" aria-label="Sections">
        {sections.map(({ name, title }, index) => (
          <a key={name} href={href(name)} aria-current={name === section ? 'page' : undefined}>
            {title} {name === 'faults' && <FaultCount />}
            <kbd aria-hidden="true">{index + 1}</kbd>
          </a>
        ))}
      </nav>
      <main tabIndex={-1}>
        <View key={section} />
      </main>
      <Tellings />
      <Help />
    </>
  )
}

function WorldChoice() {
  const { data } = useLoaded<{ worlds: WorldState[] }>('/worlds')
  const names = data?.worlds.map(({ name }) => name) ?? []
  return (
    <select
      data-world
      aria-label="World"
      value={world}
      onChange={({ currentTarget }) => {
        const { section } = place.value
        location.href = `${consoleOf(currentTarget.value)}${href(section)}`
      }}
    >
      {[...new Set([world, ...names])].map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}

function FaultCount() {
  const { data } = useLoaded<{ faults: Fault[] }>('/faults')
  const active = data?.faults.filter(({ state }) => state === 'active').length ?? 0
  return active === 0 ? null : (
    <span class="tag fault" title="Active faults">
      {active}
    </span>
  )
}
