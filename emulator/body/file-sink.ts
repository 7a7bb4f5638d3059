// Where the files of a multipart body go while they arrive.

export interface FilePart {
  /** The name of the form field. */
  field: string
  /** As the client sent it: it may be empty, and may look like a path. */
  filename: string
  /** With its parameters; `application/octet-stream` when the client did not say. */
  contentType: string
}

/** One file being written. */
export interface FileWriter<T> {
  /** The next bytes follow only when the promise is fulfilled. The bytes belong to the request: copy what outlives the call. */
  write(chunk: Uint8Array): Promise<void> | void
  /** The body is complete and well-formed: keep the file. */
  close(): Promise<T>
  /** Forget the file. Also called after `close`, when another file of the same body could not be closed. */
  abort(): Promise<void>
}

export interface FileSink<T> {
  open(part: FilePart): Promise<FileWriter<T>> | FileWriter<T>
}
