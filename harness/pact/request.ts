// A request that a consumer makes, and the answer that it relies on.
import { Body, form, plain } from './bodies.ts'
import { httpPact, type PactFile } from './file.ts'
import { type Matcher, strict, type Template } from './matchers.ts'
import { type ValueName, values } from './values.ts'

export interface State {
  readonly name: string
  readonly parameters: StateParameters
}

export type StateParameter = string | number | boolean | null | StateParameter[] | StateParameters
export type StateParameters = { [name: string]: StateParameter }

/** By name; a literal is meant to the letter. */
export type Fields = Readonly<Record<string, string | Matcher<string>>>

/** What is known of a request before it is described further. */
export interface Beginning {
  readonly file: PactFile
  readonly states: readonly State[]
  readonly description: string
  readonly method: string
  readonly path: string | Matcher<string>
}

/** What a test is handed. */
export interface MockServer {
  /** Of Pact's mock server, without the API's path: `http://127.0.0.1:41234`. */
  readonly url: string
  readonly port: number
  /** The examples that stand in for `{videoId}` and the like: what the client under test is to ask for. */
  readonly values: Readonly<Record<ValueName, string>>
}

export class ExpectedRequest {
  readonly #beginning: Beginning
  #query: Record<string, string | Matcher<string>> = {}
  #headers: Record<string, string | Matcher<string>> = {}
  #body: Template | Body | undefined

  constructor(beginning: Beginning) {
    this.#beginning = beginning
  }

  /** With these parameters in the query, and no other but the credentials. */
  query(parameters: Fields): this {
    this.#query = { ...this.#query, ...parameters }
    return this
  }

  /** With these headers, among others. */
  headers(headers: Fields): this {
    this.#headers = { ...this.#headers, ...headers }
    return this
  }

  /** With a JSON body that has these members, and no other. */
  json(body: Template): this {
    this.#body = body
    return this
  }

  /** With the fields of a web form, and no other but the credentials. */
  form(fields: Fields): this {
    this.#body = form(fields)
    return this
  }

  /** With a text. @param contentType default `text/plain` */
  text(content: string | Matcher<string>, contentType?: string): this {
    this.#body = plain(content, contentType)
    return this
  }

  /**
   * The answer that the consumer relies on: at least what is said here.
   *
   * @param body JSON, or a `plain`, `xml` body; none when it does not matter
   */
  willRespondWith(status: number, body?: Template | Body, headers: Fields = {}): ExpectedAnswer {
    const { credentials, ...request } = this.parts()
    return new ExpectedAnswer(this.#beginning, withCredentials(request, credentials), { status, body, headers })
  }

  /** What was said of the request, and how it says who sends it. */
  protected parts(): Parts & { credentials: Credentials } {
    return { query: this.#query, headers: this.#headers, body: this.#body, credentials: {} }
  }
}

export interface Parts {
  query: Fields
  headers: Fields
  body: Template | Body | undefined
}

export interface Credentials {
  headers?: Fields
  /** Of the query; of the form, when the request has one. */
  fields?: Fields
}

function withCredentials({ query, headers, body }: Parts, credentials: Credentials): Parts {
  const all = { ...headers, ...credentials.headers }
  if (credentials.fields && body instanceof Body && typeof body.content === 'object')
    return { query, headers: all, body: form({ ...body.content, ...credentials.fields }) }
  return { query: { ...query, ...credentials.fields }, headers: all, body }
}

export interface Answer {
  status: number
  body: Template | Body | undefined
  headers: Fields
}

export class ExpectedAnswer {
  readonly #beginning: Beginning
  readonly #request: Parts
  readonly #answer: Answer

  constructor(beginning: Beginning, request: Parts, answer: Answer) {
    this.#beginning = beginning
    this.#request = request
    this.#answer = answer
  }

  /**
   * Runs the consumer's code against Pact's mock server, which answers once as described; then writes the interaction into the pact file.
   *
   * @throws Error when the consumer sent something else, or nothing; with what differs
   */
  async test<T>(use: (server: MockServer) => Promise<T>): Promise<T> {
    const { file, states, description, method, path } = this.#beginning
    const pact = httpPact(file)
    for (const { name, parameters } of states)
      if (Object.keys(parameters).length > 0) pact.given(name, parameters)
      else pact.given(name)
    const request = { method, path, query: { ...this.#request.query }, ...written(this.#request) }
    pact.uponReceiving(description).withRequest(request)
    pact.willRespondWith({ status: this.#answer.status, ...written(this.#answer) })
    const [asked, answered] = [rulesOf(this.#request.body), rulesOf(this.#answer.body)]
    if (asked.length > 0) pact.withRequestMatchingRules(request, { body: asked })
    if (answered.length > 0) pact.withResponseMatchingRules(request, { body: answered })

    const results: { value: T }[] = []
    await pact.executeTest(async ({ url, port }) => void results.push({ value: await use({ url, port, values }) }))
    const [result] = results
    if (!result) throw new Error('Pact did not run the test')
    return result.value
  }
}

/** As Pact takes them: a body with its type. */
function written({ headers, body }: Pick<Parts, 'headers' | 'body'>) {
  if (body === undefined) return { headers: { ...headers } }
  if (body instanceof Body) return { headers: { 'Content-Type': body.contentType, ...headers }, body: body.content }
  return { headers: { 'Content-Type': 'application/json', ...headers }, body: strict(body) }
}

const rulesOf = (body: Template | Body | undefined) =>
  body instanceof Body ? Object.entries(body.rules).map(([path, rule]) => ({ path, rules: [rule] })) : []
