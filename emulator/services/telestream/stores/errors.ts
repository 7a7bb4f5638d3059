// Errors of the Stores and hosted-workflow APIs (§3.9): a list, so that all that is wrong is said at once.
import { answerJson, type Exchange } from '../../../exchange.ts'
import type { Diagnosis } from '../../../journal.ts'
import { noteFault, ObjectStoreUnavailable } from '../../../objects/errors.ts'
import { TelestreamError } from '../errors.ts'

export interface Problem {
  /** As the client calls it: `bucket_name`, `inputs.variables.Video Height`. */
  field: string
  message: string
}

export class ListedErrors extends Error {
  override name = 'ListedErrors'
  readonly status: number
  readonly problems: readonly Problem[]
  /** For the journal. */
  readonly diagnosis: Diagnosis | undefined

  constructor(status: number, problems: readonly Problem[], diagnosis?: Diagnosis) {
    super(problems.map(({ field, message }) => `${field}: ${message}`).join('; '))
    this.status = status
    this.problems = problems
    this.diagnosis = diagnosis
  }
}

/** §9: which status the vendor has for it is not known; Telestream's QC says 422. */
export const unprocessable = (problems: readonly Problem[], diagnosis?: Diagnosis) =>
  new ListedErrors(422, problems, diagnosis)

export const malformedBody = (message: string) => new ListedErrors(400, [{ field: 'body', message }])

export const notFound = (kind: string, id: string, field = 'id') =>
  new ListedErrors(404, [{ field, message: `Couldn't find ${kind} with ID=${id}` }])

export const noSuchRoute = (method: string, path: string) =>
  new ListedErrors(404, [{ field: 'path', message: `There is no ${method} ${path}` }])

export const conflict = (problems: readonly Problem[]) => new ListedErrors(409, problems)

/** Turns an error into the vendor's answer; undefined when it is none of the vendor's, and so a mistake of ours. */
export function answerErrors(exchange: Exchange, error: unknown): Response | undefined {
  if (error instanceof ObjectStoreUnavailable) {
    noteFault(exchange, error)
    return answerErrors(exchange, new ListedErrors(500, [{ field: 'storage', message: error.message }]))
  }
  if (!(error instanceof ListedErrors || error instanceof TelestreamError)) return undefined
  if (error.diagnosis) exchange.diagnosis = error.diagnosis
  if (error instanceof ListedErrors) return answerJson(exchange, error.status, { errors: error.problems })
  const field = error.status === 401 ? 'X-Api-Key' : 'body'
  return answerJson(exchange, error.status, { errors: [{ field, message: error.message }] })
}
