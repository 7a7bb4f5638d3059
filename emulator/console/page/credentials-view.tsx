// What an app needs to know of this world: its environment, and each SDK's own words.
import { useState } from 'preact/hooks'
import { type EnvFormat, formatEnv } from '../../cli/format-env.ts'
import { world } from './api.ts'
import { CopyButton } from './copy.tsx'
import { useLoaded } from './loaded.ts'
import { snippetsOf } from './snippets.ts'
import type { WorldState } from './wire.ts'

const formats: readonly EnvFormat[] = ['dotenv', 'json', 'shell']

export function CredentialsView() {
  const { data, error } = useLoaded<WorldState>(`/worlds/${encodeURIComponent(world)}`)
  const [format, setFormat] = useState<EnvFormat>('dotenv')
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  if (!data) return <p class="empty">…</p>
  const text = formatEnv(data.env, format)
  return (
    <div class="page">
      <section class="panel" aria-label="Environment">
        <h2>Environment of {world}</h2>
        <p class="quiet">
          They open nothing but this double. On a command line: stuntdouble env
          {world === 'main' ? '' : ` --world ${world}`}.
        </p>
        <div class="buttons">
          <div class="tabs" role="radiogroup" aria-label="Format">
            {formats.map((name) => (
              <button
                key={name}
                data-nav
                type="button"
                role="radio"
                aria-checked={format === name}
                onClick={() => setFormat(name)}
              >
                {name}
              </button>
            ))}
          </div>
          <CopyButton text={text} what={`the environment (${format})`} />
        </div>
        <pre tabIndex={0}>{text}</pre>
      </section>
      {snippetsOf(data.env).map(({ title, snippets }) => (
        <section key={title} class="panel" aria-label={title}>
          <h2>{title}</h2>
          {snippets.map(({ sdk, language, code }) => (
            <div key={sdk} class="snippet">
              <header>
                <h3>
                  {sdk} <span class="quiet">{language}</span>
                </h3>
                <CopyButton text={code} what={sdk} />
              </header>
              <pre tabIndex={0}>{code}</pre>
            </div>
          ))}
          {title === 'DuraCloud' && <Users users={data.credentials.duracloud} />}
        </section>
      ))}
    </div>
  )
}

function Users({ users }: { users: WorldState['credentials']['duracloud'] }) {
  return (
    <details>
      <summary>All users ({users.length})</summary>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">user</th>
              <th scope="col">password</th>
              <th scope="col">roles</th>
            </tr>
          </thead>
          <tbody>
            {users.map(({ username, password, roles }) => (
              <tr key={username}>
                <td>{username}</td>
                <td>{password}</td>
                <td>{roles.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
