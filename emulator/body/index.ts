// Request bodies of signed APIs.
export { BodyAborted, BodyMalformed, BodyTooLarge } from './body-errors.ts'
export { defaultLimits } from './body-limits.ts'
export type { BodyLimits } from './body-limits.ts'
export { bodyStream } from './body-stream.ts'
export type { FilePart, FileSink, FileWriter } from './file-sink.ts'
export type { Form, StoredFile, TextField } from './form-collector.ts'
export { readBody } from './read-body.ts'
export type { ReadBodyOptions, RequestBody } from './read-body.ts'
