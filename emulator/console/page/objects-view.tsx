// What the buckets hold: folders, objects, and a preview of the one that somebody looks at.
import { useEffect, useState } from 'preact/hooks'
import { base, get, query } from './api.ts'
import { bytes, clockTime, pretty } from './format.ts'
import { useLoaded } from './loaded.ts'
import { href, place } from './place.ts'
import { tell } from './told.tsx'
import type { Bucket, Listing, ObjectFacts } from './wire.ts'

/** Bytes of a text that are shown. */
const mostText = 64 * 1024

export function ObjectsView() {
  const { item, query: asked } = place.value
  const { data, error } = useLoaded<{ buckets: Bucket[] }>('/objects')
  if (error !== undefined && !data) return <p class="empty">{error}</p>
  return (
    <div class={item === undefined ? 'split aside' : 'split aside open'}>
      <nav class="list-pane" aria-label="Buckets">
        <h3>Buckets</h3>
        {data?.buckets.length === 0 && <p class="empty">There is no bucket.</p>}
        <ul class="links">
          {data?.buckets.map(({ name, publicRead }) => (
            <li key={name}>
              <a data-nav href={href('objects', name)} aria-current={name === item ? 'page' : undefined}>
                <span>{name}</span>
                {publicRead && <span class="quiet">public</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="detail-pane">
        {item === undefined ? (
          <p class="empty">
            {data?.buckets.length === 0
              ? 'Buckets appear here when a client makes one, or a service writes to one.'
              : 'Choose a bucket.'}
          </p>
        ) : (
          <BucketView
            key={`${item}/${asked.get('prefix') ?? ''}`}
            bucket={item}
            prefix={asked.get('prefix') ?? ''}
            chosen={asked.get('key') ?? undefined}
          />
        )}
      </div>
    </div>
  )
}

function BucketView({ bucket, prefix, chosen }: { bucket: string; prefix: string; chosen: string | undefined }) {
  const path = (after?: string) => `/objects/${encodeURIComponent(bucket)}${query({ prefix, delimiter: '/', after })}`
  const { data: first, error } = useLoaded<Listing>(path())
  const [more, setMore] = useState<Listing[]>([])
  if (error !== undefined && !first) return <p class="empty">{error}</p>
  const pages = first ? [first, ...more] : []
  const prefixes = [...new Set(pages.flatMap((page) => page.prefixes))]
  const objects = [...new Map(pages.flatMap((page) => page.objects).map((object) => [object.key, object])).values()]
  const next = pages.at(-1)?.next
  const found = objects.find(({ key }) => key === chosen)
  const folders = prefix.split('/').slice(0, -1)
  return (
    <>
      <header class="detail-head">
        <a class="button small back" href={href('objects')}>
          ← Buckets
        </a>
        <h2 class="crumbs">
          <a href={href('objects', bucket)}>{bucket}</a>
          {folders.map((folder, index) => (
            <span key={index}>
              {' / '}
              <a href={href('objects', bucket, { prefix: `${folders.slice(0, index + 1).join('/')}/` })}>{folder}</a>
            </span>
          ))}
        </h2>
      </header>
      {found && <Preview key={`${found.key} ${found.etag}`} bucket={bucket} prefix={prefix} object={found} />}
      {first && prefixes.length + objects.length === 0 && <p class="empty">Nothing is in it.</p>}
      <ul class="objects">
        {prefixes.map((folder) => (
          <li key={folder}>
            <a data-nav class="folder" href={href('objects', bucket, { prefix: folder })}>
              <span class="name">{folder.slice(prefix.length)}</span>
            </a>
          </li>
        ))}
        {objects.map(({ key, size, shownAs, lastModified }) => (
          <li key={key}>
            <a
              data-nav
              href={href('objects', bucket, { prefix: prefix === '' ? undefined : prefix, key })}
              aria-current={key === chosen ? 'true' : undefined}
            >
              <span class="name">{key.slice(prefix.length)}</span>
              <span class="quiet type">{shownAs.split(';')[0]}</span>
              <span class="quiet size">{bytes(size)}</span>
              <span class="quiet date">{clockTime(lastModified).slice(0, 19)}</span>
            </a>
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <button
          type="button"
          class="small more"
          onClick={async () => {
            try {
              setMore([...more, await get<Listing>(path(next))])
            } catch (error) {
              tell(error instanceof Error ? error.message : String(error), { isError: true })
            }
          }}
        >
          More
        </button>
      )}
    </>
  )
}

function Preview({ bucket, prefix, object }: { bucket: string; prefix: string; object: ObjectFacts }) {
  const { key, size, contentType, shownAs, etag, metadata } = object
  const url = `${base}/objects/${encodeURIComponent(bucket)}/content${query({ key })}`
  const [kind] = shownAs.split('/')
  const own = Object.entries(metadata)
  return (
    <section class="preview" aria-label="Preview">
      <div class="buttons">
        <a class="button small" href={url} download={key.split('/').at(-1)}>
          Download
        </a>
        <a class="button small" href={href('objects', bucket, { prefix: prefix === '' ? undefined : prefix })}>
          Close
        </a>
      </div>
      {kind === 'video' && <video src={url} controls preload="metadata" aria-label={key} />}
      {kind === 'audio' && <audio src={url} controls preload="metadata" aria-label={key} />}
      {kind === 'image' && <img src={url} alt={key} />}
      {kind === 'text' && <TextPreview url={url} size={size} />}
      <dl class="pairs">
        <div>
          <dt>key</dt>
          <dd>{key}</dd>
        </div>
        <div>
          <dt>size</dt>
          <dd>
            {bytes(size)} ({size} bytes)
          </dd>
        </div>
        <div>
          <dt>content type</dt>
          <dd>{contentType}</dd>
        </div>
        <div>
          <dt>etag</dt>
          <dd>{etag}</dd>
        </div>
        {own.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function TextPreview({ url, size }: { url: string; size: number }) {
  const [text, setText] = useState<string | undefined>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    const load = async (): Promise<void> => {
      const headers = { range: `bytes=0-${mostText - 1}` }
      const response = await fetch(url, { signal: controller.signal, ...(size > 0 && { headers }) })
      setText(await response.text())
    }
    load().catch((error: unknown) => {
      if (!controller.signal.aborted) setText(String(error))
    })
    return () => controller.abort()
  }, [url, size])
  if (text === undefined) return <p class="quiet">…</p>
  return (
    <pre tabIndex={0}>
      {pretty(text)}
      {size > mostText ? `\n… ${bytes(size)} in all` : ''}
    </pre>
  )
}
