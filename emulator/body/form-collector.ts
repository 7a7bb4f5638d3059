// The fields and files of one multipart body, kept all together or not at all.
import { BodyMalformed, BodyTooLarge } from './body-errors.ts'
import type { BodyLimits } from './body-limits.ts'
import { concat } from './concat.ts'
import type { FilePart, FileSink, FileWriter } from './file-sink.ts'
import { parseHeaderValue } from './header-value.ts'
import type { MultipartEvent } from './multipart-parser.ts'
import type { PartHead } from './part-head.ts'
import { decodeText } from './text.ts'

export interface TextField {
  name: string
  value: string
}

export interface StoredFile<T> extends FilePart {
  /** In bytes. */
  size: number
  /** What the sink made of it. */
  stored: T
}

export interface Form<T> {
  /** In the order of the body. */
  fields: TextField[]
  files: StoredFile<T>[]
}

interface OpenFile<T> {
  part: FilePart
  writer: FileWriter<T>
  size: number
}

type CurrentPart<T> = { kind: 'text'; head: PartHead; chunks: Uint8Array[] } | { kind: 'file'; file: OpenFile<T> }

const utf8Bytes = new TextEncoder()

/** Takes a parser's events one after the other; each is done with when its promise is fulfilled. */
export class FormCollector<T> {
  readonly #sink: FileSink<T>
  readonly #limits: BodyLimits
  readonly #fields: TextField[] = []
  readonly #files: OpenFile<T>[] = []
  #fieldBytes = 0
  #fileBytes = 0
  #current: CurrentPart<T> | undefined

  constructor(sink: FileSink<T>, limits: BodyLimits) {
    this.#sink = sink
    this.#limits = limits
  }

  /** @throws BodyTooLarge, BodyMalformed, and whatever the sink throws */
  async take(event: MultipartEvent): Promise<void> {
    if (event.type === 'part') this.#current = await this.#begin(event.head)
    else if (this.#current?.kind === 'file') {
      if (event.type === 'data') await this.#write(this.#current.file, event.bytes)
    } else if (this.#current !== undefined) {
      if (event.type === 'data') this.#hold(this.#current.chunks, event.bytes)
      else this.#fields.push(readField(this.#current.head, concat(this.#current.chunks)))
    }
  }

  /** Closes the files in their order. */
  async commit(): Promise<Form<T>> {
    const files: StoredFile<T>[] = []
    for (const { part, writer, size } of this.#files) files.push({ ...part, size, stored: await writer.close() })
    return { fields: this.#fields, files }
  }

  /** Forgets every file. @returns what to throw: the reason, together with what went wrong while forgetting */
  async discard(reason: unknown): Promise<unknown> {
    const outcomes = await Promise.allSettled(this.#files.map(async ({ writer }) => writer.abort()))
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    if (failures.length === 0) return reason
    return new AggregateError(
      [reason, ...failures],
      'A request body was not taken, and not all of its files could be forgotten',
    )
  }

  async #begin(head: PartHead): Promise<CurrentPart<T>> {
    const { fieldCount, fileCount } = this.#limits
    if (head.filename === undefined) {
      if (this.#fields.length >= fieldCount) throw new BodyTooLarge('fieldCount', fieldCount)
      this.#count(utf8Bytes.encode(head.name).length)
      return { kind: 'text', head, chunks: [] }
    }
    if (this.#files.length >= fileCount) throw new BodyTooLarge('fileCount', fileCount)
    const contentType = head.contentType ?? 'application/octet-stream'
    const part: FilePart = { field: head.name, filename: head.filename, contentType }
    const file = { part, writer: await this.#sink.open(part), size: 0 }
    this.#files.push(file)
    return { kind: 'file', file }
  }

  async #write(file: OpenFile<T>, bytes: Uint8Array): Promise<void> {
    const { fileBytes } = this.#limits
    this.#fileBytes += bytes.length
    if (this.#fileBytes > fileBytes) throw new BodyTooLarge('fileBytes', fileBytes)
    await file.writer.write(bytes)
    file.size += bytes.length
  }

  #hold(chunks: Uint8Array[], bytes: Uint8Array): void {
    this.#count(bytes.length)
    chunks.push(bytes)
  }

  #count(bytes: number): void {
    const { fieldBytes } = this.#limits
    this.#fieldBytes += bytes
    if (this.#fieldBytes > fieldBytes) throw new BodyTooLarge('fieldBytes', fieldBytes)
  }
}

/** RFC 7578, 4.5: a text part may name its charset, as the Java SDKs' HTTP client does. */
function readField({ name, contentType = '' }: PartHead, bytes: Uint8Array): TextField {
  const type = parseHeaderValue(contentType)
  if (type === undefined)
    throw new BodyMalformed(`The Content-Type of the field "${name}" cannot be read: ${contentType}`)
  return { name, value: decodeText(bytes, `The field "${name}"`, type.parameters.get('charset')) }
}
