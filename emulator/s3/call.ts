// A request on the S3 wire, as the caller hands it over and as an operation sees it; and what an operation answers.
import type { FiredFault } from '../faults/model.ts'
import type { Diagnosis } from '../journal.ts'
import type { VersionedStore } from '../objects/versioned-store.ts'
import type { Peer } from '../peer.ts'
import type { Authenticated, Keys } from './auth/authenticate.ts'
import type { XmlElement } from './read-xml.ts'
import { entityTooLarge, malformedXml } from './errors.ts'
import type { PostedForm } from './posted-form.ts'
import type { Query } from './query.ts'

export interface S3Call {
  readonly request: Request
  /** `http://127.0.0.1:4601`, as the client wrote it. */
  readonly origin?: string
  /** `/BUCKET/KEY`, percent-encoded, without what the caller's routing put before it. */
  readonly path: string
  /** NAME of `/w/NAME`, when the caller's routing put that before the path. */
  readonly prefix?: string | undefined
  /** The raw query string, without `?`. */
  readonly query: string
  /** Who asks; missing: this process. */
  readonly peer?: Peer
  /** A form that was opened to find out whose it is. */
  form?: PostedForm
  /** Set here: the name of S3's operation. */
  operation?: string | undefined
  /** Set here: the text of the answer, when it is one. */
  responseBody?: string | undefined
  /** Set here: why a request was refused. */
  diagnosis?: Diagnosis | undefined
  /** Set here: the fault that made the object store fail. */
  fault?: FiredFault | undefined
  /** Set here: the answer with its headers as they were given. */
  answered?: { response: Response; headers: Readonly<Record<string, string>> } | undefined
}

export interface S3Context extends Keys {
  store: VersionedStore
  /** For `x-amz-request-id`. */
  requestId: string
  /** Told of a bucket whose lifecycle was set. */
  lifecycleSet?: (bucket: string) => Promise<void>
}

export interface Asked {
  readonly call: S3Call
  readonly context: S3Context
  readonly store: VersionedStore
  readonly request: Request
  /** With those that a presigned URL carries. */
  readonly headers: Headers
  readonly query: Query
  readonly bucket: string
  /** Empty for a bucket, or all of them. */
  readonly key: string
  readonly auth: Authenticated
  /** False: anybody. */
  readonly owner: boolean
}

/** An operation's answer; its place on the wire is made elsewhere. */
export interface Answer {
  /** Default 200. */
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

export type Handler = (asked: Asked) => Answer | Promise<Answer>

export function xmlAnswer(body: string, headers: Record<string, string> = {}): Answer {
  return { headers: { ...headers, 'content-type': 'application/xml' }, body }
}

export const noContent: Answer = { status: 204 }

/** A list of 1000 keys, or of 10,000 parts with their checksums, with room to spare. */
const maxDocumentBytes = 4 * 1024 * 1024

/** @throws {S3Error} MalformedXML, EntityTooLarge */
export async function readDocument(asked: Asked, root: string): Promise<XmlElement> {
  const text = await readText(asked, maxDocumentBytes)
  const { parseXmlInSlices } = await import('./read-xml.ts')
  return parseXmlInSlices(text, root)
}

/**
 * The text of a body.
 * @throws {S3Error} EntityTooLarge; MalformedXML, when it is no UTF-8
 */
export async function readText({ auth: { body } }: Asked, mostBytes = maxDocumentBytes): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > mostBytes) throw entityTooLarge(size, mostBytes)
    text += decode(() => decoder.decode(chunk, { stream: true }))
  }
  return text + decode(() => decoder.decode())
}

function decode(work: () => string): string {
  try {
    return work()
  } catch {
    // The decoder only ever says that the bytes are no UTF-8.
    throw malformedXml()
  }
}
