// A form that a browser posts, read up to its file: fields at once, the file as it comes.
import { BodyMalformed } from '../body/body-errors.ts'
import { BodyReader } from '../body/body-reader.ts'
import { parseHeaderValue } from '../body/header-value.ts'
import { type MultipartEvent, MultipartParser } from '../body/multipart-parser.ts'
import { S3Error } from './errors.ts'

export interface PostedForm {
  /** Those before the file, as they were sent. */
  fields: readonly (readonly [name: string, value: string])[]
  filename: string | undefined
  contentType: string | undefined
  /** To be read once. Undefined: the form has no file. */
  file: ReadableStream<Uint8Array> | undefined
  /** Why it could not be opened, to be told in its place. */
  error?: unknown
}

/** All that stands before the file: "The form data and boundaries (excluding the contents of the file) cannot exceed 20KB." */
const maxFieldBytes = 20 * 1024

const malformed = (why: string) =>
  new S3Error(
    400,
    'MalformedPOSTRequest',
    `The body of your POST request is not well-formed multipart/form-data. ${why}`,
  )

/** @throws {S3Error} MalformedPOSTRequest, MaxPostPreDataLengthExceeded */
export async function openForm(request: Request): Promise<PostedForm> {
  const boundary = parseHeaderValue(request.headers.get('content-type') ?? '')?.parameters.get('boundary')
  if (!boundary) throw malformed('There is no boundary.')
  const events = new FormEvents(request, boundary)
  const fields: [string, string][] = []
  const decoder = new TextDecoder()
  let size = 0
  let name: string | undefined
  for (let event = await events.next(); event; event = await events.next()) {
    if (event.type === 'part') {
      // The file is what is called so, whether it has a name or not.
      if (event.head.name.toLowerCase() === 'file') {
        const { filename, contentType } = event.head
        return { fields, filename, contentType, file: events.file() }
      }
      name = event.head.name
      fields.push([name, ''])
      size += name.length
    } else if (event.type === 'data') {
      size += event.bytes.length
      const field = fields.at(-1)
      if (field) field[1] += decoder.decode(event.bytes, { stream: true })
    } else {
      const field = fields.at(-1)
      if (field) field[1] += decoder.decode()
    }
    if (size > maxFieldBytes)
      throw new S3Error(
        400,
        'MaxPostPreDataLengthExceeded',
        'Your POST request fields preceding the upload file were too large.',
      )
  }
  return { fields, filename: undefined, contentType: undefined, file: undefined }
}

/** The events of a body, one by one. */
class FormEvents {
  readonly #body: BodyReader
  readonly #parser: MultipartParser
  #waiting: MultipartEvent[] = []
  #over = false

  constructor(request: Request, boundary: string) {
    this.#body = new BodyReader(request)
    this.#parser = new MultipartParser(boundary)
  }

  /** @throws {S3Error} MalformedPOSTRequest */
  async next(): Promise<MultipartEvent | undefined> {
    while (this.#waiting.length === 0 && !this.#over) {
      const bytes = await this.#body.next()
      this.#over = bytes === undefined
      try {
        this.#waiting = bytes ? this.#parser.push(bytes) : this.#parser.finish()
      } catch (error) {
        throw error instanceof BodyMalformed ? malformed(error.message) : error
      }
    }
    return this.#waiting.shift()
  }

  /** The part that has begun, up to its end; what follows is thrown away. */
  file(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const event = await this.next()
          if (event?.type === 'data') return controller.enqueue(event.bytes)
          // "Any fields after the file are ignored"; but a form that is cut off is none.
          while (await this.next());
          this.#body.release()
          controller.close()
        },
        cancel: () => this.#body.release(),
      },
      { highWaterMark: 0 },
    )
  }
}
