// One entry of the journal: what was asked, what was answered, and why.
import { call } from './api.ts'
import { Autopsy } from './autopsy.tsx'
import { CopyButton, copy } from './copy.tsx'
import { curlOf } from './curl.ts'
import { clockTime, duration, plural, pretty, urlParts } from './format.ts'
import { useLoaded } from './loaded.ts'
import { go, href } from './place.ts'
import { Status } from './status.tsx'
import { attempt, tell } from './told.tsx'
import type { JournalEntry } from './wire.ts'

export function EntryView({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: entry, error } = useLoaded<JournalEntry>(`/journal/${id}`)
  if (error !== undefined && !entry)
    return (
      <div class="detail-head">
        <button type="button" class="small back" onClick={onClose}>
          ← Journal
        </button>
        <p class="empty">{error}</p>
      </div>
    )
  if (!entry) return <p class="empty">…</p>
  const { request, response, diagnosis, direction, durationMs, operation, service, fault } = entry
  return (
    <article class="entry" aria-label={`Entry ${id}`}>
      <header class="detail-head">
        <div class="buttons">
          <button type="button" class="small back" onClick={onClose}>
            ← Journal
          </button>
          {direction === 'in' && (
            <button type="button" class="small" onClick={() => void replay(id)} title="Send it again, as it came (r)">
              Replay
            </button>
          )}
          <button type="button" class="small" onClick={() => void copyCurl(entry)} title="Copy as curl (c)">
            Copy as curl
          </button>
          <CopyButton text={JSON.stringify(entry, null, 2)} what="the entry as JSON" label="Copy JSON" />
        </div>
        <h2>
          <span class="method">{request.method}</span>{' '}
          <span class="url">{urlParts(request.url ?? '', direction === 'out').path}</span>
        </h2>
        <p class="facts">
          <Status status={response.status ?? 0} /> <span class={`service ${service}`}>{service}</span>
          {operation !== undefined && <span>{operation}</span>}
          {direction === 'out' && <span>sent by the double</span>}
          <span>{duration(durationMs)}</span>
          <time dateTime={entry.at}>{clockTime(entry.at)}</time>
          {fault && <span class="tag fault">fault: {fault.name}</span>}
        </p>
        {entry.error !== undefined && <p class="problem">{entry.error}</p>}
      </header>
      {diagnosis && <Autopsy diagnosis={diagnosis} />}
      <MessageView title="Request" message={request} parameters={parametersOf(request.url ?? '')} />
      <MessageView title="Response" message={response} parameters={[]} />
    </article>
  )
}

/** Sends it again and shows what became of it. */
export async function replay(id: string): Promise<void> {
  const answered = await attempt(
    () => call<JournalEntry>('POST', `/journal/${id}/replay`),
    ({ response }) => `Sent again: ${response.status === 0 ? 'no answer' : response.status}`,
  )
  if (answered) go(href('journal', answered.id))
}

export async function copyCurl(entry: JournalEntry): Promise<void> {
  const { command, notes } = curlOf(entry)
  await copy(command, 'curl')
  for (const note of notes) tell(note)
}

interface MessageProps {
  title: string
  message: JournalEntry['request']
  parameters: [string, string][]
}

function MessageView({ title, message: { headers, body }, parameters }: MessageProps) {
  const named = Object.entries(headers)
  const shown = body === undefined ? '' : pretty(body)
  return (
    <section class="message">
      <h3>{title}</h3>
      {parameters.length > 0 && <Pairs title={plural(parameters.length, 'parameter')} pairs={parameters} open />}
      {named.length > 0 && <Pairs title={plural(named.length, 'header')} pairs={named} open={named.length <= 6} />}
      {shown === '' ? (
        <p class="quiet">{body === '' ? 'An empty body.' : 'No body in the journal.'}</p>
      ) : (
        <div class="body">
          <CopyButton text={body ?? ''} what={`the body of the ${title.toLowerCase()}`} />
          <pre tabIndex={0}>{shown}</pre>
        </div>
      )}
    </section>
  )
}

function Pairs({ title, pairs, open }: { title: string; pairs: readonly [string, string][]; open: boolean }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      <dl class="pairs">
        {pairs.map(([name, value], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function parametersOf(url: string): [string, string][] {
  const start = url.indexOf('?')
  return start === -1 ? [] : [...new URLSearchParams(url.slice(start))]
}
