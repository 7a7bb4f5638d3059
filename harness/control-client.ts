// A client of the control API, by any fetch: in-process, over HTTP, or what a test makes of it.

export interface ControlAnswer<B = unknown> {
  status: number
  headers: Headers
  /** Parsed JSON; undefined when the answer has no body. */
  body: B
}

export interface ControlClient {
  /**
   * Sends a request.
   * @param path below `/_stuntdouble`
   * @param body sent as JSON
   */
  call: <B = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ControlAnswer<B>>
  /** The same for another world than `main`. */
  of: (world: string) => ControlClient
}

/** @param options.url base URL of the double: `http://127.0.0.1:4600` */
export function controlClient(options: { fetch: (request: Request) => Promise<Response>; url: string }): ControlClient {
  return {
    async call<B>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const init =
        body === undefined
          ? { headers }
          : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
      const response = await options.fetch(new Request(`${options.url}/_stuntdouble${path}`, { method, ...init }))
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? undefined : JSON.parse(text)) as B,
      }
    },
    of: (world) => controlClient({ ...options, url: `${options.url}/w/${world}` }),
  }
}
