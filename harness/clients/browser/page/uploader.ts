// What an application's page does: the requests of the HTML5 uploader of panda_uploader 2, in its order and with its headers
// (§3.8, §8), each kept with what the browser let the page read of its answer.

/** A request across origins, and what came back. */
export interface Seen {
  method: string
  contentRange: string | undefined
  /** 0 when there was no answer that the page may read. */
  status: number
  range: string | null
  location: string | null
  body: string
}

export interface Uploader {
  state: 'idle' | 'uploading' | 'paused' | 'complete' | 'cancelled' | 'failed'
  seen: Seen[]
  /** Bytes of the file that have left, as the last progress event told. */
  sent: number
}

declare global {
  interface Window {
    uploader: Uploader
  }
}

const chunkSize = 5 * 1024 * 1024
/** ms until a paused upload asks how far it came. */
const pause = 5_000
const noCache = { 'Cache-Control': 'no-cache' }
const byScript = { 'X-Requested-With': 'XMLHttpRequest' }
const bytes = { ...noCache, 'Content-Type': 'application/octet-stream' }

const uploader: Uploader = { state: 'idle', seen: [], sent: 0 }
window.uploader = uploader
let current: { xhr: XMLHttpRequest; url: string } | undefined

function request(
  method: string,
  url: string,
  body: XMLHttpRequestBodyInit,
  headers: Record<string, string>,
  onProgress?: (sent: number) => void,
): Promise<Seen> {
  const xhr = new XMLHttpRequest()
  if (onProgress) xhr.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
  xhr.open(method, url)
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
  current = { xhr, url }
  return new Promise((resolve, reject) => {
    xhr.addEventListener('abort', () => reject(new DOMException('The user gave up', 'AbortError')))
    xhr.addEventListener('loadend', () =>
      resolve({
        method,
        contentRange: headers['Content-Range'],
        status: xhr.status,
        range: xhr.getResponseHeader('Range'),
        location: xhr.getResponseHeader('Location'),
        body: xhr.responseText,
      }),
    )
    xhr.send(body)
  })
}

/** A request to the location, whose answer is kept. */
async function send(...args: Parameters<typeof request>): Promise<Seen> {
  const seen = await request(...args)
  uploader.seen.push(seen)
  return seen
}

/** Asks the page's own server, which knows the secret, where the file may go. */
async function authorize(file: File): Promise<{ upload_url: string; upload_content_type?: string }> {
  const payload = { filename: file.name, filesize: file.size, content_type: 'application/octet-stream' }
  const form = new URLSearchParams({ payload: JSON.stringify(payload) })
  return JSON.parse((await request('POST', '/authorize', form, byScript)).body)
}

async function uploadInChunks(file: File, uploadUrl: string): Promise<Seen> {
  const probe = () => send('PUT', uploadUrl, '', { ...bytes, 'Content-Range': `bytes */${file.size}` })
  let location: string | undefined
  let answer = await probe()
  for (;;) {
    if (answer.status === 204) {
      location = answer.location ?? location
      if (location === undefined) throw new Error('No answer had a Location that the page may read')
      const start = nextByte(answer.range, file.size)
      const end = Math.min(start + chunkSize, file.size)
      const headers = { ...bytes, ...byScript, 'Content-Range': `bytes ${start}-${end - 1}/${file.size}` }
      answer = await send('PUT', location, file.slice(start, end), headers, (sent) => (uploader.sent = start + sent))
    } else if (answer.status >= 500 || answer.status === 408 || answer.status === 0) {
      uploader.state = 'paused'
      await new Promise((resolve) => setTimeout(resolve, pause))
      uploader.state = 'uploading'
      answer = await probe()
    } else return answer
  }
}

function nextByte(range: string | null, size: number): number {
  if (range === null) return 0
  const last = /^(\d+)-(\d+)$/.exec(range)?.[2]
  if (last === undefined) throw new Error(`File range not found in ${range}`)
  return Math.min(Number(last) + 1, size - 1)
}

function uploadAsForm(file: File, uploadUrl: string): Promise<Seen> {
  const form = new FormData()
  form.append('file', file)
  return send('POST', uploadUrl, form, { ...noCache, ...byScript }, (sent) => (uploader.sent = sent))
}

async function upload(file: File): Promise<void> {
  uploader.state = 'uploading'
  try {
    const { upload_url: url, upload_content_type: type } = await authorize(file)
    const answer = await (type === 'multipart/form-data' ? uploadAsForm(file, url) : uploadInChunks(file, url))
    uploader.state = answer.status === 200 ? 'complete' : 'failed'
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return
    uploader.state = 'failed'
    throw error
  }
}

/** Breaks off what is under way, and tells the location that nothing more will come. */
async function cancel(): Promise<void> {
  if (!current) return
  const { xhr, url } = current
  xhr.abort()
  await send('DELETE', url, '', byScript)
  uploader.state = 'cancelled'
}

const input = document.querySelector<HTMLInputElement>('#file')
input?.addEventListener('change', () => {
  const [file] = input.files ?? []
  if (file) void upload(file)
})
document.querySelector('#cancel')?.addEventListener('click', () => void cancel())
