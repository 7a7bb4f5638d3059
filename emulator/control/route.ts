// What a route of the control API is: one definition serves the request, checks the input and describes both in the OpenAPI document.
import type { z } from 'zod'
import type { Emulator } from '../emulator.ts'
import type { World } from '../world.ts'
import type { ErrorCode } from './errors.ts'
import { nothing, parse } from './schema.ts'

/** What a handler knows of its request besides the input. */
export interface ControlContext {
  emulator: Emulator
  /** The world that the path names; `main` without `/w/NAME`. */
  world: World
  /** By which the request came: `http://127.0.0.1:4600`. */
  origin: string
  /** Its headers, where a route asks for more than the body's type. */
  headers: Headers
}

export interface Answer {
  status: number
  body?: unknown
  /** Of a body that is text, or a stream; any other is JSON. */
  type?: string
  headers?: Readonly<Record<string, string>>
}

export interface Described {
  description: string
  /** None: the answer has no body. */
  schema?: z.ZodType
  /** Default `application/json`. */
  type?: string
}

/** Everything but the handler and the types of its input. */
export interface RouteDescription {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/worlds/{name}`, below `/_stuntdouble`. */
  path: string
  operationId: string
  summary: string
  description?: string
  /** Whether it is about one world, and so also there under `/w/NAME`. */
  scope: 'emulator' | 'world'
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Takes a body of `application/x-tar` as well, as it arrives. */
  archive?: boolean
  answers: Readonly<Record<number, Described>>
  /** Those that any request may get are not listed. */
  errors?: Partial<Record<ErrorCode, string>>
}

export interface RouteOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends RouteDescription {
  params?: P
  query?: Q
  body?: B
  handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B>; archive: RawInput['archive'] },
    context: ControlContext,
  ) => Answer | Promise<Answer>
}

export interface RawInput {
  params: unknown
  query: unknown
  body: unknown
  archive: ReadableStream<Uint8Array> | undefined
}

export interface Route extends RouteDescription {
  /** @throws {ControlError} invalid-input */
  run: (input: RawInput, context: ControlContext) => Promise<Answer>
}

export function defineRoute<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(options: RouteOptions<P, Q, B>): Route {
  const { handle, ...description } = options
  return {
    ...description,
    async run({ params, query, body, archive }, context) {
      const input = {
        params: parse(options.params ?? nothing, params) as z.output<P>,
        query: parse(options.query ?? nothing, query) as z.output<Q>,
        body: parse(options.body ?? nothing, body) as z.output<B>,
        archive,
      }
      return handle(input, context)
    },
  }
}
