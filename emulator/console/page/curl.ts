// A request of the journal as a line for a shell. What the journal redacts are variables of `stuntdouble env`.
import type { JournalEntry } from '../../journal.ts'

export interface Curl {
  command: string
  /** What has to be known to run it. */
  notes: string[]
}

/** Of the connection, or made anew by curl. */
const left = /^(host|connection|content-length|transfer-encoding|accept-encoding|expect|keep-alive|sec-.*|priority)$/

const s3Signed = /^(authorization|x-amz-date|x-amz-content-sha256|amz-sdk-.*|x-amz-user-agent)$/

export function curlOf({ request, service }: JournalEntry): Curl {
  const { method = 'GET', url = '', headers, body } = request
  const notes: string[] = []
  const isSigned = service === 's3' && (headers['authorization'] ?? '').startsWith('AWS4')
  const words: string[] = [`curl -i${method === 'GET' ? '' : ` -X ${quote(method)}`} ${quoteUrl(url)}`]
  if (isSigned) {
    words.push(`--aws-sigv4 "aws:amz:$AWS_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`)
  }
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (left.test(lower) || (isSigned && s3Signed.test(lower))) continue
    words.push(headerWord(lower, value, service, notes))
  }
  const hasBody = body !== undefined && body !== ''
  if (hasBody && isWhole(body, headers)) words.push(`--data-binary ${quote(body)}`)
  else if (hasBody || Number(headers['content-length'] ?? 0) > 0)
    notes.push('The journal has not all of its body; add it with --data-binary @FILE.')
  if (hasBody && body.includes('…')) notes.push('What the journal redacted in its body ends with …')
  if (/[?&](?:signature|X-Amz-Signature)=/.test(url)) notes.push('Its signature is good as long as it was.')
  return { command: words.join(' \\\n  '), notes }
}

function headerWord(name: string, value: string, service: string, notes: string[]): string {
  if (name === 'authorization' && service === 'duracloud') return '--user "$DURACLOUD_USERNAME:$DURACLOUD_PASSWORD"'
  if (name === 'x-api-key' || name === 'x-full-api-key') return `-H "${name}: $TELESTREAM_API_KEY"`
  if (name === 'authorization' && service === 'stream') {
    notes.push('STREAM_TOKEN is a token that your SDK makes with $STREAM_API_SECRET.')
    return '-H "authorization: $STREAM_TOKEN"'
  }
  if (name === 'authorization' || name === 'cookie') {
    const variable = name.toUpperCase()
    notes.push(`${variable} is what the journal redacted.`)
    return `-H "${name}: $${variable}"`
  }
  return `-H ${quote(`${name}: ${value}`)}`
}

const variables: Readonly<Record<string, string>> = {
  token: 'TELESTREAM_TOKEN',
  api_key: 'STREAM_API_KEY',
  access_token: 'ACCESS_TOKEN',
}

/** What was redacted ends with `…`. */
function quoteUrl(url: string): string {
  return quote(url).replace(/([?&])([\w.-]+)=[^&#'…]*…/g, (_, sign: string, name: string) => {
    const variable = variables[name.toLowerCase()] ?? name.toUpperCase().replace(/\W/g, '_')
    return `${sign}${name}='"$${variable}"'`
  })
}

/** A body that was too long, or no text, is described in the journal. */
function isWhole(body: string, headers: Readonly<Record<string, string>>): boolean {
  const length = headers['content-length']
  if (body.includes('…')) return !/… \[\d+ characters\]$/.test(body)
  return length === undefined || new TextEncoder().encode(body).length === Number(length)
}

/** A word of a POSIX shell, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
